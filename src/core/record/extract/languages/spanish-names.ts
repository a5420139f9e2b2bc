// Names in Spanish.
import { once } from "../../../once.ts";
import type { Names } from "./lexicon.ts";
import { whole } from "./line.ts";

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));

export const spanishNames = once((): Names => ({
  common: words(
    "el la los las lo un una unos unas de del al y e o u ni pero mas sino que quien quienes cual cuales cuyo cuando donde como cómo cuánto cuántos por para con sin sobre bajo tras ante desde hasta hacia entre según durante mediante contra excepto este esta estos estas ese esa esos esas aquel aquella su sus mi tu nuestro nuestra se si no sí ya más menos muy también además asimismo así entonces luego después antes ahora hoy ayer mañana lunes martes miércoles jueves viernes sábado domingo enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre cada todo toda todos todas algunos algunas algún alguna otro otra otros otras mismo misma mientras aunque porque pues sólo solo casi cerca unos dos tres cuatro cinco seis siete ocho nueve diez cien mil ambas ambos varios varias muchos muchas en a ha han he es son fue fueron ser será serán está están hay había habrá puede pueden parte pese debido gracias finalmente inicialmente concretamente precisamente incluso sin embargo aún todavía nunca siempre siete nueve ocho principios finales mediados apenas tampoco bueno mal gran grande grandes nuevo nueva nuevos nuevas oleada ola despidos despido trabajadores empleados empresas empresa compañías compañía banco bancos sindicatos sindicato comité dirección plantilla recortes cierre cierres expediente expedientes fuentes gobierno estado anuncia anuncian confirmado preacuerdo acuerdo alcanzado suspenden despiden cierra otra exclusivo vídeo foto fuente lee leer imagen redacción economía industria esto ello ellos ella ellas él alrededor actualmente próximamente recientemente nadie nada todavía momento respecto entonces adicionalmente entonces seguido conforme únicamente únicos últimos última tanto mes año semana dicha dicho covid covid-19 coronavirus crisis escabechina fusión regulación empleo temporal suspensión calle avenida plaza paseo cientos centenares miles decenas docenas medio media mitad tercio millares ajuste ajustes ninguno ninguna ningún nadie quiénes qué cuál por-qué argumentaron hace desde finalmente",
  ),
  nouns: false,
  noName: /$^/u,
  never:
    /^(?:ere|eres|erte|ertes|i\+d|pib|ipo|ceo|cfo|it|ia|tic|pyme|pymes|eeuu|ee\.uu|ue|eu|otan|paso|noa|nba|tv|tdt|rrhh|apm|sec|cnmv|sepi|slp|sipa|smi|iva|i)$/iu,
  employer:
    /^(?:grupo|empresa|compañía|banco|vidriera|cristalera|cervecera|entidad|firma|multinacional|fabricante|gigante|operadora|automotriz|aerolínea|tecnológica|cadena|startup|start-up|start up|diario|periódico|editora|autopartista|textil|farmacéutica|constructora|hotelera|corporación|sociedad|plataforma|unicornio|alimenticia|azucarera|ferroviaria|consultora|filial|banca|líder|marca|láctea|acerera|siderúrgica|petrolera|minera|eléctrica|energética|aseguradora|distribuidora|agroalimentario|agroalimentaria|informática|cervecera|naviera|cementera|cooperativa|embotelladora|galo|galos|alemana|andaluza|española|estadounidense|norteamericana|holandés|francesa|chileno|argentina|mexicana|sueco|sueca|japonesa|italiana|británica|origen español|fábrica de cerámica|agencia|inmobiliaria|transportes|teleoperaciones|electrónicos|motor|computadoras|audio|electrónico|electrónica|automóviles|hoteles|matriz|competidora?|rival)$/iu,
  role: /^(?:presidente|presidenta|director|directora|consejero|consejera|secretario|secretaria|portavoz|ministro|ministra|alcalde|alcaldesa|jefe|jefa|fundador|fundadora|cofundador|economista|analista|responsable|representante|gerente|delegado|delegada|investigadora|investigador|periodista|señor|señora|don|doña|ejecutivo|máximo|ceo|titular|gobernador|presidido por|sr|sra|sindicalista|magnate|mandatario|dueño)$/iu,
  unions:
    /^(?:ccoo|cc\.oo|cc|oo|ugt|uso|cgt|csif|csica|aci|ela|lab|cig|cnt|ugt-fica|fica-ugt|smata|uom|cgt\.|sts|fitc|fytc|segrupo|amyc|asipa|fatpren|siprebo|uticra|cc\. oo|comisiones obreras|federación de industria|sitraic|sindicato|fetico|valorian|adifa|ceoe|adefa|uil)$/iu,
  reporters:
    /^(?:efe|europa press|reuters|afp|ap|bloomberg|el país|el mundo|expansión|cinco días|el economista|la vanguardia|abc|el periódico|el periódico de españa|el español|20minutos|la voz de galicia|la nación|clarín|infobae|el cronista|wall street journal|the wall street journal|financial times|business insider|layoffs\.fyi|challenger|crunchbase|linkedin|twitter|facebook|whatsapp|telecinco|dpa|libre mercado|sistémica|apm|price waterhouse cooper|pricewaterhousecoopers|comisión de valores|ministerio de trabajo|ministerio de industria|ministerio de modernización|secretaría de desarrollo económico|y combinator|acn|observatorio|fundación sol|el desconcierto|canal abierto)$/iu,
  places: words(
    "españa madrid barcelona valencia sevilla zaragoza málaga murcia palma bilbao alicante córdoba valladolid vigo gijón hospitalet vitoria coruña granada elche oviedo badalona cartagena terrassa jerez sabadell móstoles alcalá pamplona fuenlabrada almería leganés burgos santander castellón albacete getafe alcorcón logroño badajoz salamanca huelva lleida tarragona león cádiz jaén ourense girona lugo cáceres tenerife canarias baleares cataluña catalunya galicia asturias cantabria navarra rioja aragón castilla extremadura andalucía euskadi vasco reus avilés barakaldo toledo ciudad tordera coreses somozas buñuel zamora cuéllar segovia casarrubios figueruelas martorell beasain irun guipúzcoa burgos almussafes europa asia áfrica américa latinoamérica iberoamérica norteamérica estados unidos eeuu alemania francia italia reino unido portugal irlanda bélgica holanda suiza austria polonia rumanía suecia noruega dinamarca china japón india corea rusia ucrania turquía marruecos argentina méxico chile colombia perú ecuador bolivia uruguay paraguay venezuela brasil cuba panamá guatemala honduras nicaragua salvador buenos aires rosario mendoza plata tucumán pilar tortuguitas munro firmat pacheco alvear tierra fuego entre ríos corrientes misiones luis jujuy salta chaco neuquén santiago concepción valparaíso bogotá medellín cali lima quito caracas guadalajara monterrey puebla querétaro hidalgo sahagún jalisco tijuana washington york seattle california detroit berlín múnich erlangen núremberg londres parís roma lisboa bruselas honduras filipinas moncloa bariloche rioja negro",
  ),
  links: /^(?:&|and|of|\+|-)$/u,
  heads:
    /^(?:banco|caja|caixa|grupo|diario|radio|compañía|universidad|ministerio|consejo|ayuntamiento|hospital|editora|industrias|mercado|aerolíneas|altos|corte|hijos|general|bank|unidad|prensa|heraldo|cinco|coca|levante|opinión|aguas|correos|metro|canal|centro|cámara|empresa|fundación|instituto|prisa|súper)$/iu,
  article: /^(?:el|la|los|las|un|una|del|al|de|su|sus|este|esta|nuestra)$/u,
  at: /^(?:en|de|del|por|a|al)$/u,
  in: /^(?:en|a|desde|hacia|hasta)$/u,
  beside: /^(?:según|con|contra|por|para|como|sobre|entre|que|ante|tras|a|al)$/u,
  sites:
    /^(?:planta|plantas|fábrica|fábricas|centro|centros|sede|sedes|factoría|factorías|ciudad|provincia|oficina|oficinas|municipio|parque|delegaciones|delegación|tribunal|cantón|embotelladora|fundición|mina|refinería|taller|almacén|astillero)$/iu,
  acts: whole(
    String.raw`(?:también |ya |no |le |se |, por su parte , |además )?(?:ha|han|anuncia|anunció|anunciaba|despide|despedirá|despidió|suprimirá|recortará|recorta|prevé|planea|plantea|cierra|cerrará|cerró|reducirá|reduce|prescinde|prescindirá|prescindió|echó|desvinculó|dejó|informó|informa|confirmó|confirma|comunicó|comunica|quiere|podría|presentará|presentó|notificó|negocia|pacta|firma|firmó|tiene|tuvo|emplea|explicó|explica|inicia|inició|ejecutará|eliminará|elimina|suma|es|fue|era|está|hizo|había|expuso|atraviesa|perdería|reestructura|será|afectará|invertirá|creará|contratará|canceló|recibió|ofrece|paró|aplicará|cerraría|estudia|ampliará|amplía|perderá|prepara|suprime|busca|sufre|vende|vendió|trasladó|detalló|engordó|sostuvo|ultima|acuerda|acordó|ve|decidió|quebró|volverá|\p{L}{2,}(?:ará|erá|irá|arán|erán|irán|ó))`,
  ),
  says: whole(
    String.raw`(?:, )?(?:dijo|afirmó|señaló|explicó|indicó|según|advirtió|aseguró|denuncia|denunció|considera|informa|informó|lamentó|ha lamentado|calcula|estima|apunta|apuntó|rechaza|recuerda|firmaron|representan)`,
  ),
  owned: whole(
    String.raw`(?:propiedad|filial|dueñ[oa]|propiedad de|participada|controlada|perteneciente a|matriz|casa matriz|para)`,
  ),
}));

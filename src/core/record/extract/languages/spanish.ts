// Spanish.
import { once } from "../../../once.ts";
import type { Lexicon } from "./lexicon.ts";
import { any, whole } from "./line.ts";
import { spanishNames } from "./spanish-names.ts";
import { spanishNumbers } from "./spanish-numbers.ts";

const PEOPLE = String.raw`(?:puestos?|empleos?|emplead[oa]s?|trabajador(?:es|as|a)?|personas?|plazas?|operari[oa]s?|obrer[oa]s?|profesionales|periodistas?|redactores|choferes|compañer[oa]s|colaborador(?:es|as)?|funcionari[oa]s?|contratos?|cargos?|afectados?|efectivos|docentes|agentes|ingenier[oa]s?|técnicos|directivos|mineros|administrativos|vendedores|conductores|pilotos|azafatas|médicos|enfermer[oa]s|maestros|profesores|temporales|interinos|fijos|comerciales|tripulantes|miembros|posiciones|roles|personal|mujeres|hombres|excedentes?)`;
const CUTS = String.raw`(?:despidos?|salidas?|bajas?|desvinculaciones|desvinculación|extinciones|cesantías|ceses|recortes?|rescisiones|cesad[oa]s|despedid[oa]s)`;

const CUT = any(
  String.raw`ajustes? de (?:plantilla|personal)|recortes? de (?:personal|plantilla|empleos?)|expedientes? de regulación de empleo|expediente de extinción de empleo|despidos? colectivos?|regulación de empleo`,
  String.raw`despid(?:e|en|o|os|ió|iendo|ieron|iera|ieran)|despedi(?:r|rá|rán|ría|rían|do|dos|da|das)|despidi(?:ó|eron|endo|ese)|despidos?`,
  String.raw`suprim(?:ir|e|en|ió|irá|irán|iría|iendo|ieron|ido|idos|ida|idas)|supresi(?:ón|ones)|elimin(?:ar|a|an|ó|ará|arán|aría|aron|ando|ado|ados|ación)|recort(?:ar|a|an|ó|ará|arán|aría|aron|ando|ado|ados|e|es)`,
  String.raw`prescind(?:ir|e|en|ió|irá|irán|iría|ieron|ido|irse)|ech(?:ar|a|an|ó|ará|aron|ado|ados) (?:a|al)|ech(?:ó|aron)|desvincul(?:ar|a|an|ó|ará|arán|aron|ado|ados|ación|aciones)|cesante(?:ar|ó|aron|ados?)|cesantías?|despoj\S+`,
  String.raw`extin(?:ción|ciones|guir|guirá|gue)|amortiz(?:ar|ará|ación)|destru(?:ir|ye|yó|yeron|irá|cción|ido|idos)|rescind(?:ir|ió|ido|irá)|deshacerse de|dej(?:ar|a|ó|ará|aron|ando) (?:\S+ ){0,3}?en la calle|en la calle|sin (?:trabajo|empleo|su fuente de ingresos)|a la calle`,
  String.raw`(?:perd(?:er|erán|erá|erían|ido|ieron|ió)|pierd(?:en|e|an)) (?:\S+ )?(?:su|sus|el) (?:empleos?|puestos?|trabajo)|ere|eres|expediente|salidas?|abandonar(?:án|á|ían|on)?|bajas?|finiquit\S+|destrucción|saldr(?:á|án|ía|ían)|salen`,
);
const WEAK = any(
  String.raw`reduc(?:ir|e|irá|irán|iría|ido|iendo|ción|ciones)|reduj(?:o|eron)|disminu\S+|(?<=empleos |puestos |trabajadores )menos|rebaj(?:ar|a|ó|ará)|adelgaz\S+|desprend\S+|perd(?:er|erá|erán|ería|ido|ió|ieron)|pierd(?:e|en)|pérdidas? de|ajust(?:ar|a|ó|ará|e|es)|acabar(?:á|ía)? con|restructuración|reestructuración|tijeretazo`,
);
const RISK = any(
  String.raw`en riesgo|peligr(?:an|a|ar|o)|en peligro|amenaz(?:a|an|ados?|adas?)|en el aire|pend(?:e|en) de un hilo|en juego|desaparecer|desaparecer(?:án|á|ía|ían)|desaparición|sobrar|sobran`,
);
const CONTEXT = any(
  String.raw`afect(?:a|an|ará|arán|ó|aría|arían|ado|ados|ada|adas|ar|ando|e|en|aba|aban|aron)|repercut\S+|alcanz(?:a|ará|an|aría)|supondr(?:á|án|ía|ían)|supon(?:e|en|ía)|impact(?:a|ará|an|ó)|implic(?:a|ará|an|aría)|involucr\S+|conlleva\S*|prev(?:é|én|isto|ía)`,
);
const HEADCOUNT = any(
  String.raw`emple(?:a|an|aba|aban)|cuenta(?:n)?(?: \S+){0,4}? con|contaba(?:n)? con|trabaj(?:a|an|aban)|da(?:n)? (?:trabajo|empleo) a|plantilla (?:total |global |actual |conjunta )?(?:de (?=(?:unos |unas |cerca de |más de |casi |alrededor de )?\d)|formada por|compuesta por|cercana a|cercana)|compuesta por|formada por|tiene(?:n)? (?:una plantilla de|en plantilla)|en plantilla|ocupa(?:n)?|con una plantilla`,
);
const HIRING = any(
  String.raw`cre(?:ar|a|an|ará|arán|aría|arían|ó|aron|ado|ados|ando|ación)|contrat(?:ar|a|an|ará|arán|ó|aron|aciones|ación|ado|ados)|gener(?:ar|a|an|ará|arán|aría|ó|en|ados|ación|aron)|nuev(?:os|as) (?:empleos|puestos|plazas|trabajadores)|incorpor(?:ar|a|ará|arán|ación|aciones)|vacantes?|empleos (?:directos|indirectos|nuevos|formales)|puestos de trabajo directos|inversi(?:ón|ones)|reclut\S+`,
);
const FURLOUGH = any(
  String.raw`ertes?|regulación temporal de empleo|expedientes? de regulación temporal\S*|suspen(?:sión|siones|dió|dieron|den|de|der|derá|dido|didos)(?: temporal| de contratos)?|expediente de regulación de empleo temporal|despidos temporales|temporalmente|vacaciones forzosas|reducción de jornada`,
);
const VOLUNTARY = any(
  String.raw`bajas (?:voluntarias|incentivadas)|retiros? voluntarios?|prejubil\S+|jubilaciones anticipadas|salidas? voluntarias?|voluntari\S+|peticiones|solicitudes|excedencias?`,
);
const TRANSFER = any(
  String.raw`traslad(?:ar|a|ará|ados?|os?)|desplaz(?:ados?|ar|arán)|movilidad(?: geográfica)?|recoloc(?:ar|ados?|ación|aciones)|reubic(?:ar|ados?|ación|aciones)|transfer\S+|cambio de puesto|al que irán|refuerzo`,
);
const RETAINED = any(
  String.raw`mantendr(?:á|án|ía)|manten(?:er|drán|drá|ga)|mantiene(?:n)?|salv(?:ar|ados?)|conserv(?:ar|ará|arán)|proteg(?:er|idas|idos)|continuar con|retornar|volver|podrán volver|readmi\S+|reincorpor\S+|evit(?:ar|ado|a|ó)`,
);
const STRIKE = any(
  String.raw`huelga|paro|manifest(?:aron|ación|antes)|concentr(?:aron|ación|ados)|protest(?:a|aron|as)|encuestados?|clientes|habitantes|seguidores|representan|delegados|movilizaciones`,
);
const CLOSE = any(
  String.raw`cierr(?:e|es|a|an)|cerr(?:ar|ará|arán|ó|aron|ado|aría|ando)|clausur\S+|cesará|cesar la actividad|liquid(?:ar|ación)|quiebra|quebró|baj(?:a|ó|ar) la persiana|concurso de acreedores`,
);

export const spanish = once((): Lexicon => ({
  language: "es",
  endings: {
    abbreviated: new Set(
      "sr sra srta dr dra d dña ud uds núm nº pág art avda gral lic ing ee uu ee.uu cc cc.oo oo aprox s.a s.l sta sto".split(
        " ",
      ),
    ),
    ordinals: false,
    closing: new Set(["»", "›"]),
  },
  elision: null,
  numbers: spanishNumbers(),
  names: spanishNames(),
  nouns: [
    ["cuts", new RegExp(`^${CUTS}$`, "u")],
    ["people", new RegExp(`^${PEOPLE}$`, "u")],
  ],
  leaving: /^(?:jubilaciones|retiros)$/u,
  jobs: /^(?:puestos?|empleos?|plazas)$/u,
  between:
    /^(?:de|del|los|las|sus|su|mis|nuestros|el|la|otros|otras|nuevos|nuevas|antiguos|primeros|últimos|más|total|totales|actuales|posibles|ya|cerca|unos|unas|tales|dichos|estos|esos|jóvenes)$/u,
  of: /^(?:de|los|las|sobre|un|una|total|que|sus|entre|plantilla|unos|cerca|más|del|el)$/u,
  staff: new RegExp(
    String.raw`^(?:plantillas?|personal|empleados|trabajadores|empleos|puestos|fuerza|nómina|efectivos|colaboradores|redacción|equipo|${PEOPLE})$`,
    "u",
  ),
  triggers: [
    ["furlough", whole(FURLOUGH)],
    ["voluntary", whole(VOLUNTARY)],
    ["strike", whole(STRIKE)],
    ["hiring", whole(HIRING)],
    ["risk", whole(RISK)],
    ["cut", whole(CUT)],
    ["weak", whole(WEAK)],
    ["close", whole(CLOSE)],
    ["transfer", whole(TRANSFER)],
    ["headcount", whole(HEADCOUNT)],
    ["retained", whole(RETAINED)],
    ["context", whole(CONTEXT)],
  ],
  separable: [],
  clause: /^(?:[,;:]|y|e|pero|mientras|aunque|que|donde|cuando|tras|después|antes|sino|–|—|-)$/u,
  frames: {
    many: whole(
      any(
        String.raw`(?:las|los|de|varias|muchas|otras|estas|\d+|nueve|ocho|siete|seis|cinco|cuatro|tres|dos|en|cientos de|miles de|numerosas|ambas|\S+ mil) (?:\S+ ){0,3}?(?:empresas|compañías|bancos|entidades|startups|start-ups|firmas|aerolíneas|tecnológicas|sectores|multinacionales|pymes|fábricas|automotrices|comercios)`,
        String.raw`(?:empresas|compañías|gigantes) como|afectados por (?:los |un |una )?(?:ere|eres|erte|ertes)|(?:del|el|en el|al|de todo el|todo el|un|este) (?:\S+ )?(?:sector|industria|mercado laboral|gremio|ramo)|la (?:industria|banca|prensa|automoción|hostelería|producción automotriz)|(?:en|de) (?:toda )?(?:españa|argentina|méxico|chile|catalunya|cataluña|aragón|latinoamérica)(?= (?:a|se|han|suman|\d|los|hay|más))|ministerio de trabajo|seguridad social|según (?:\S+ ){0,4}(?:estadística|datos|informe|estudio|encuesta|consultora)|estadística|encuesta|informe realizado|observatorio|layoffs\.fyi|challenger|en todos los sectores|de todos los sectores|trabajadores españoles|trabajadores registrados|oleada de|ola de despidos|listado|consejo general|(?<!se )suman|sumaban|sumando|sangría|en total , \d+ empresas|avalancha de ertes|el gobierno|resultado es que|de la banca|sistema integrado`,
      ),
    ),
    law: whole(
      String.raw`se considera|la ley|legislación|normativa|estatuto de los trabajadores|umbrales?|en (?:las )?empresas (?:de|con|que)|empresas (?:de|con) (?:menos|más) de|se entenderá|artículo|cuando el empresario|obligado a`,
    ),
    denied: whole(
      String.raw`desmient(?:e|en|ió)|desmintió|nieg(?:a|an)|negó|no (?:habrá|prevé|contempla|se producirán|hará|plantea) (?:\S+ )?(?:despidos|ere|recortes|salidas)?|sin despidos|ningún despido|descart(?:a|an|ó)`,
    ),
    rumour: whole(String.raw`rumor(?:es)?|especulaci\S+|presunt\S+|se rumorea|sin confirmar`),
    threat: whole(
      String.raw`si (?:no|se|la|el|los|las)|podrían verse|pueden verse (?:obligad\S+|afectad\S+)|se podrían ver|a no ser que|salvo que|siempre que|temen|teme`,
    ),
    none: whole(String.raw`(?:ningun[oa]|ningún)(?: de (?:sus|los|las|estos))?`),
    superseded: whole(
      String.raw`(?:en lugar de|en vez de|frente a|inferior a|inicialmente|menos que|en un primer momento|respecto a|de los \S+ (?:previstos|anunciados))(?: \S+){0,4}`,
    ),
    part: whole(
      String.raw`(?:de (?:ellos|ellas|los cuales|los que|las cuales|estos)|incluidos|incluyendo|entre ellos|entre ellas)(?: (?:unos|más|de|cerca|casi|\S+)){0,2}`,
    ),
    partBehind: whole(
      String.raw`(?:\S+ ){0,2}?(?:de (?:ellos|ellas|esos|estos)(?: \S+)?|de los (?:cuales|que)|en el resto)`,
    ),
    cumulative: whole(
      String.raw`en los últimos (?:\S+ )?(?:años|meses)|desde (?:\S+ )?(?:19|20)\d\d(?= (?:\S+ ){0,8}(?:total|acumul\S+))|acumul\S+|en lo que va de (?:la década|siglo)|previos`,
    ),
    total: whole(
      String.raw`(?:elev(?:a|an|ó|ando|ará|arán|aría|ar)|llev(?:a|an|ó|ando|ará))(?: \S+){0,6}? a|(?:suma|sumando|acumula|acumulando) ya`,
    ),
    raised: whole(
      String.raw`(?:elev|aument|ampl)\S* (?:sus|los|el|su) (?:despidos|recortes|ere)(?: \S+){0,3}? (?:a|hasta)`,
    ),
    onTopOf: whole(
      String.raw`(?:además de|junto a|junto con) (?:l[oa]s|est[oa]s)(?: ya anunciad[oa]s)?|se (?:suman?|añaden?) a l[oa]s|que se suman a l[oa]s`,
    ),
    sum: whole(String.raw`en total|un total de|en conjunto|asciende a|(?:suma|sumando|acumula|acumulando)`),
    reason: whole(String.raw`disciplinari\S+|procedente|causa justificada`),
    question: whole(String.raw`cuántos|cuántas|qué número`),
    background: whole(
      String.raw`ya (?:había|habían|anunci\S+|ha despedido|despidió)|(?:el )?año pasado|el mes pasado|hace (?:un|una|dos|tres|cuatro|varios|algunos|unos|\d+) (?:años?|meses|semanas)|anterior(?:mente)?|previamente|en su día|el pasado (?:año|otoño|verano|ejercicio)|se produjo en (?:19|20)\d\d|último ere que`,
    ),
    told: whole(String.raw`ya (?:anunciad[oa]s|ejecutad[oa]s|despedid[oa]s|previst[oa]s)`),
    net: whole(String.raw`net[oa]s?`),
    group: whole(
      String.raw`(?:el|la|los|las|del|al|esta|este|su|dicha) (?:\S+ )?(?:grupo|empresa|compañía|banco|entidad|firma|multinacional|fabricante|gigante|operadora|automotriz|aerolínea|tecnológica|cadena|planta|fábrica|startup|start-up|diario|periódico|editora|dirección|autopartista|textil|farmacéutica|constructora|hotelera|empresa|corporación|sociedad|universidad|hospital|plataforma|unicornio|alimenticia|filial)|su|sus|nuestra|nuestro|ella|él`,
    ),
    respectively: whole(String.raw`respectivamente`),
    from: whole(String.raw`de`),
  },
  status: {
    atRisk: whole(RISK),
    proposed: whole(
      String.raw`prevé(?:n)?|prevía|previsto|planea(?:n|ba)?|plantea(?:n|do|r)?|propone(?:n)?|propuesta|podr(?:ía|ían|á)|puede(?:n)? (?:ser|afectar|salir)|estudi(?:a|an)|intención|pretende(?:n)?|afectaría|supondría|quiere(?:n)?|negoci\S+|baraja`,
    ),
    confirmed: whole(String.raw`confirm(?:ó|a|an|ado|aron)`),
    done: whole(
      String.raw`(?:ha|han|había|habían) (?:\S+ ){0,3}?(?:despedido|suprimido|recortado|eliminado|prescindido|perdido|ejecutado)|despidió|despidieron|echó|echaron|desvinculó|desvincularon|dejó|prescindió|suprimió|cerró|perdieron|fueron despedidos`,
    ),
  },
  kinds: [["closure", whole(CLOSE)]],
  scopes: {
    contractors: whole(String.raw`subcontrat\S+|temporales|eventuales|contratistas|autónomos|interinos`),
    unit: whole(
      String.raw`división|filial|área|departamento|redacción|servicios centrales|unidad|sección|red comercial`,
    ),
    site: whole(String.raw`plantas?|fábricas?|centros?|oficinas?|factorías?|tiendas?|sedes?|talleres|almacenes`),
  },
  dates: {
    months: [
      /^ene(?:ro)?$/u,
      /^feb(?:rero)?$/u,
      /^mar(?:zo)?$/u,
      /^abr(?:il)?$/u,
      /^may(?:o)?$/u,
      /^jun(?:io)?$/u,
      /^jul(?:io)?$/u,
      /^ago(?:sto)?$/u,
      /^sep(?:t|tiembre)?$|^setiembre$/u,
      /^oct(?:ubre)?$/u,
      /^nov(?:iembre)?$/u,
      /^dic(?:iembre)?$/u,
    ],
    weekdays: "domingo lunes martes miércoles jueves viernes sábado".split(" "),
    today: "hoy",
    yesterday: "ayer",
    lastYear: whole(String.raw`(?:el )?año pasado`),
    lastMonth: whole(String.raw`(?:el )?mes pasado`),
    in: /^(?:en|desde|de|año|finales|principios|mediados|durante)$/u,
    until: /^(?:hasta|antes|próximo|desde|para)$/u,
  },
}));

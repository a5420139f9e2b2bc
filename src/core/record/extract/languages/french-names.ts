// Names in French.
import { once } from "../../../once.ts";
import type { Names } from "./lexicon.ts";
import { whole } from "./line.ts";

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));

export const frenchNames = once((): Names => ({
  common: words(
    "le la les l' un une des du de d' au aux et ou mais donc or ni car ce cet cette ces son sa ses leur leurs notre nos mon ma il elle ils elles on nous vous je qui que quoi dont où si dans en par pour sur sous avec sans chez vers entre depuis pendant après avant selon contre malgré lors parmi plus moins très aussi ainsi alors enfin puis quand comme comment pourquoi combien certains certaines plusieurs quelque quelques tous toutes tout toute aucun aucune autre autres deux trois quatre cinq six sept huit neuf dix cent mille près environ déjà encore hier aujourd'hui demain lundi mardi mercredi jeudi vendredi samedi dimanche janvier février mars avril mai juin juillet août septembre octobre novembre décembre jusqu' jusqu'à jusque outre rien sinon pourtant toutefois cependant néanmoins ensuite surtout notamment aussitôt grâce suite face quant parfois toujours jamais seul seule seuls seulement même ici là non oui ni pas celui celle ceux celles quatre-vingts début fin mi d'ici ça c' j' s' n' qu' m' conséquence résultat objectif bilan annonce annonces fermeture fermetures suppression suppressions licenciement licenciements plan plans emploi emplois poste postes salariés direction syndicats syndicat groupe entreprise entreprises société usine usines site sites presse crise perte pertes vers lire exclusif vidéo photo source crédit crédits mis mise mises dernier dernière derniers dernières premier première nouvelle nouveau nouvel grand grande triste quid idem également suivent toujours situé située installé installée spécialisé basé basée fort côté aujourd coup chiffre conséquences rupture départs départ vague hausse baisse restructuration covid covid-19 confinement toulouse-lautrec conjoncture volontaires volontaire sauvegarde boulevard rue avenue quai centaines milliers dizaines moitié tiers quart commerce industrie banque banques automobile aéronautique economie économie social emploi hexagone etat état république fusion lors chronique elus élus montant reste voici comité c.e",
  ),
  nouns: false,
  noName: /$^/u,
  never:
    /^(?:cse|cce|ce|pse|rcc|pdv|apld|gepp|pdg|drh|dg|cdi|cdd|pme|tpe|bfi|ca|s1|s2|tva|rh|it|ia|aa|ag|rse|ebitda|capex|direccte|dreets|tf1info|ue|usa|onu|afp|paca|idf|hlm|rtt|jdd)$/iu,
  employer:
    /^(?:groupe|entreprise|société|banque|verrerie|verrier|brasserie|brasseur|enseigne|constructeur|fabricant|géant|équipementier|compagnie|firme|quotidien|journal|magazine|start-up|startup|avionneur|opérateur|chaîne|plateforme|distributeur|laboratoire|filiale|multinationale|spécialiste|leader|chausseur|sous-traitant|fonderie|usine|fournisseur|éditeur|papetier|sidérurgiste|chimiste|boulanger|marque|agence|association|cabinet|maroquinier|aciériste|pneumaticien|logisticien|transporteur|brasseur|verrier|imprimeur|assureur|hébergeur|câblo-opérateur|télécom|lingerie|pme|champion|français|américain|allemand|britannique|suédois|japonais|italien|espagnol|belge|suisse|canadien|coréen|chinois|néerlandais|grues|chaussures|centres d'appels|prêt-à-porter|disjoncteurs|couches-culottes|sanitaire|industriel|titre|hebdomadaire|chaudronnier|armateur|ex|émanation|concurrent|concurrente|rival|rivale)$/iu,
  role: /^(?:pdg|p-dg|directeur|directrice|président|présidente|ministre|patron|patronne|délégué|déléguée|secrétaire|général|générale|porte-parole|maire|député|députée|analyste|économiste|fondateur|fondatrice|cofondateur|dirigeant|responsable|professeur|coordonnateur|coordinatrice|syndicaliste|avocat|rédacteur|m|mme|mr|tchèque|investisseur|milliardaire|associé|permanent|salariée?)$/iu,
  unions:
    /^(?:cgt|cfdt|fo|force ouvrière|cfe-cgc|cgc|cftc|unsa|sud|solidaires|snj|ftq|csn|unifor|métallos|infocom-cgt|fgtb|csc|cne|aimta|medef|cpme|fédération|fo banques|snb|sdj|syndicat des métallos|fnsea)$/iu,
  reporters:
    /^(?:afp|reuters|le monde|le figaro|le parisien|les echos|les échos|la tribune|mediapart|bfm|bfmtv|bfm tv|france info|franceinfo|france 2|france 3|france inter|rtl|awp|anadolu|bloomberg|the telegraph|ouest-france|insee|trendeo|numeum|la tribune dimanche|l'usine nouvelle|boston consulting group|layoffs\.fyi|crunchbase|crunchbase news|the galion projet|gallion project|galion project|challenger|financial times|wall street journal|la presse|radio-canada|les affaires|scrumalliance|fashionnetwork|cbnc|rtbf|belga|ici|twitter|linkedin|direction générale du trésor|paperjam)$/iu,
  places: words(
    "france paris lyon marseille toulouse nice nantes montpellier strasbourg bordeaux lille rennes reims toulon grenoble dijon angers nîmes villeurbanne havre cholet vannes caen metz nancy orléans rouen mulhouse tours limoges amiens perpignan besançon brest clermont-ferrand poitiers pau avignon dunkerque valenciennes douvrin blanquefort gironde loiret meudon ain ardèche corrèze nord calvados aveyron lot gers somme oise mayenne loire vendée bretagne normandie occitanie aquitaine nouvelle-aquitaine île-de-france hauts-de-france alsace lorraine champagne picardie provence corse auvergne bourgogne franche-comté savoie isère drôme gard hérault var finistère morbihan ariège gascogne pyrénées moselle vosges jura puy-de-dôme val-d'oise seine-maritime loire-atlantique maine-et-loire saône-et-loire pas-de-calais bas-rhin haut-rhin seine-saint-denis hauts-de-seine europe asie afrique amérique états-unis etats-unis allemagne espagne italie belgique suisse royaume-uni angleterre irlande portugal pologne roumanie hongrie tchéquie turquie maroc tunisie algérie sénégal inde chine japon corée canada québec montréal ottawa toronto laval ontario brésil mexique russie ukraine luxembourg genève lausanne zurich bruxelles londres berlin madrid rome vienne amsterdam new-york washington hexagone défense suède danemark norvège finlande pays-bas autriche grèce israël gaza figeac carquefou meaulte méaulte albert tarbes varilhes launaguet merpins charente alençon vire cherbourg barentin alès brive beaufort-en-vallée linselles mondeville caudry villebarou vélizy mazingarbe izernore onnaing sandouville izieux saguenay matane beauce trois-rivières afrique-du-sud montparnasse république nation",
  ),
  links: /^(?:&|et|and|of|'s|-|\+)$/u,
  heads:
    /^(?:caisse|banque|crédit|compagnie|société|voix|conseil|mairie|ville|hôpital|chambre|université|ministère|régie|bois|air|arts|galeries|grande|halle|maison|journal|centre|imprimerie|papeteries|fonderie|forges|chantiers|usines|laboratoires|ateliers|aciéries|dernières|maxam|conforama|transports)$/iu,
  article: /^(?:le|la|les|l'|un|une|des|du|au|aux|de|d'|ce|cet|cette|ces|son|sa|ses|leur|leurs|notre|nos)$/u,
  at: /^(?:chez|de|d'|du|des|par|au sein|sein|dans|à|a|au|l'|la|le|les)$/u,
  in: /^(?:à|en|vers|près|dans|au|aux)$/u,
  beside: /^(?:selon|avec|contre|par|pour|comme|sur|entre|que|qu'|face|aux|vers|via|outre|tel|tels|telle|telles)$/u,
  sites:
    /^(?:usine|usines|site|sites|magasin|magasins|établissement|ville|région|préfecture|bassin|tribunal|port|gare|celle|celui|aéroport|agence|plateforme|sites|fermeture|département|fonderie|mine|raffinerie|chantier|atelier|dépôt|entrepôt)$/iu,
  acts: whole(
    String.raw`(?:, (?:lui|elle|quant à lui), )?(?:également |aussi |encore |déjà |notamment , )?(?:va|vont|a|ont|avait|annonce|annonçait|supprime|supprimera|supprimerait|envisage|prévoit|ferme|fermera|licencie|licenciera|veut|doit|compte|pourrait|devrait|réduit|réduira|se|s'|confirme|présente|dévoile|n'|ne|fait|est|sera|serait|met|dément|emploie|vient|lance|cherche|souhaite|tranche|taille|paie|tire|sacrifie|accuse|restructure|reprend|perd|perdra|laisse|laissant|vise|crée|recrute|met|poursuit|détaille|indique|demande|y|regroupe|ouvre|reste|prépare|négocie|cesse|arrête|étudie|quitte|vend|dit|\p{L}{2,}(?:era|ira|eront|iront|erait|eraient))`,
  ),
  says: whole(
    String.raw`(?:, )?(?:a déclaré|a indiqué|a précisé|déclare|indique|précise|affirme|explique|estime|selon|souligne|déplore|regrette|analyse|rappelle|rapporte|a affirmé|a prévenu|a-t-il|appelait|craint|assure|dénonce|n'a pas signé)`,
  ),
  owned: whole(
    String.raw`(?:filiale|propriété|filiale du groupe|appartient à|racheté par|groupe|rachetée? par|client d|clients? tels? qu|sous-traitants? d)`,
  ),
}));

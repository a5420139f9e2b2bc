// French.
import { once } from "../../../once.ts";
import { frenchNames } from "./french-names.ts";
import { frenchNumbers } from "./french-numbers.ts";
import type { Lexicon } from "./lexicon.ts";
import { any, whole } from "./line.ts";

const PEOPLE = String.raw`(?:postes?|emplois?|salarié(?:e|s|es)?(?:\.e\.?s)?|employé(?:e|s|es)?|personnes|personne|collaborateurs?|collaboratrices?|travailleurs?|travailleuses?|ouvriers?|ouvrières?|journalistes?|cadres?|intérimaires?|agents?|ingénieurs?|techniciens?|chômeurs?|cdi|cdd|etp|équivalents?|enseignants?|fonctionnaires?|pilotes?|vendeurs?|vendeuses?|infirmiers?|infirmières?|soignants?|rôles?|effectifs?|contrats?|opérateurs?|mineurs?|sidérurgistes?|métallos|chercheurs?|conseillers?|commerciaux|hôtesses|gens|rédacteurs?|développeurs?|places?|candidats?|membres)`;
const CUTS = String.raw`(?:licenciements?|suppressions?|mises|départs?|pertes?|congédiements?|coupures?|abolitions?)`;

const CUT = any(
  String.raw`supprim(?:er|e|ent|é|ée|és|ées|era|eront|ait|aient|erait|eraient|ant)|suppressions?`,
  String.raw`licenci(?:er|e|ent|é|ée|és|ées|era|eront|ait|erait|ant)|licenciements?|congédi\S+|limog(?:er|e|ent|é|és|és)|remerci(?:er|e|ent|é|és|ées)|débarqu(?:er|és?)`,
  String.raw`(?:se|s'|à se|de se|vouloir se) sépar(?:er|e|ent|era|eront|ait) (?:ainsi )?d(?:e|es)|séparé(?:e|es|s)? d(?:e|es)|séparer d(?:e|es)|mis(?:e|es)? à pied|mettre à pied|met à pied|mis(?:e|es)? à la porte|mettre à la porte|met à la porte|mis(?:e|es)? dehors`,
  String.raw`(?:perd(?:re|ent|ront|raient|ra|rait|u|us|ues)?|perdu) (?:\S+ )?(?:leur|leurs|son) (?:emplois?|postes?|travail)|emplois? (?:perdus?|supprimés?|détruits?)|pertes? d' ?emplois?|sur le carreau|au chômage(?! partiel| technique)|sans emploi|nouveaux chômeurs|se retrouver(?:ont|aient)? au chômage|à la rue`,
  String.raw`sacrifi(?:er|e|ent|é|és|ées)|élimin(?:er|e|ent|é|és|ées|era|ation)|abol(?:ir|it|i|is|ition|itions)|dégraiss\S+|charrette|coupes?|couper|coup(?:e|é|és)`,
  String.raw`départs? (?:de|d'|contraints?|forcés?|prévus?|envisagés?)|plans? sociaux|plan social|pse|plans? de (?:sauvegarde|sauvetage) (?:de l' ?|des |d' ?)emplois?|réductions? d(?:'|e|es|e ses) ?(?:effectifs|personnel|emplois|postes)|baisse d' effectifs|quitter(?:ont|a)? (?:l' ?entreprise|le groupe|la société|la banque|le quotidien|leur poste)|doi(?:t|vent) (?:partir|quitter)|compressions? de (?:personnel|postes|effectifs)|adaptation|faire partir`,
);
const WEAK = any(
  String.raw`rédui(?:re|t|sent|ra|ront|sant|rait|sait)|réductions?|diminu(?:er|e|é|tion)|taill(?:er|e|é)|ampute(?:r|é)?|perd(?:re|ent|ra|ront|u|us)?|perdus?|détrui(?:re|t|ts|ts|tes)|restructuration|en moins|ramène|ramener|ramené|ramènera|passer(?:a|ont|ait)? de|passe de|touche(?:r|ra|ront)|coûte(?:r|ra|rait)?`,
);
const RISK = any(
  String.raw`menac(?:é|ée|és|ées|ent|e|er)|en jeu|en danger|en péril|sur la sellette|sur la ?touche|condamné(?:s|es)?|à risque|en sursis|disparaître|disparaîtr(?:a|ont|aient|ait)|disparaissent|disparu(?:s|es)?|disparition|sursis|passer à la trappe|à la trappe`,
);
const CONTEXT = any(
  String.raw`concern(?:ant|é|ée|és|ées|e|ent|era|erait|eraient|ait)|touch(?:é|ée|és|ées|e|ent|era|erait|ait)|affect(?:é|és|ées|e|ent|era|ant)|impact(?:é|és|ées|e|ent|ant)|laissé(?:s|es)?|vise(?:nt)?|visant|touchant|portant sur|avec à la clé|à la clé`,
);
const HEADCOUNT = any(
  String.raw`emploi(?:e|ent|yait|yant|erait)|employ(?:ait|ant|aient)|compt(?:e|ent|ait|aient|ant|é)(?! (?:supprimer|licencier|se))|effectif (?:de|total)|travaill(?:ent|aient|e)|salariés travaillent|regroupe|fort de|forte de|dispose`,
);
const HIRING = any(
  String.raw`recrut(?:er|e|ent|é|és|era|eront|ement|ements|eurs?|ait)|embauch(?:er|e|es|ent|é|és|era)|cré(?:er|e|ent|és?|era|eront|ation|ations|ations? nettes|erait|é)|recré(?:és|er)|nouveaux (?:collaborateurs|salariés|postes|emplois)|pourvoir|à pourvoir|candidatures?|engag(?:er|era)|création(?:s)? (?:de|d')|rejoindre`,
);
const FURLOUGH = any(
  String.raw`chômage (?:partiel|technique)|activité partielle|congé forcé|apld|temporaires?|dernier quart de travail|activité réduite`,
);
const VOLUNTARY = any(
  String.raw`départs? (?:\S+ )?(?:volontaires?|anticipés?|naturels?)|volontaires?|volontariat|rupture conventionnelle(?: collective)?|ruptures conventionnelles(?: collectives)?|rcc|pdv|guichet (?:de )?départs?|préretraites?|retraite anticipée|congés de mobilité|départ volontaire`,
);
const TRANSFER = any(
  String.raw`transfér(?:er|é|és|ées|ent)|transferts?|repris(?:es)?|reprend(?:re|ra|rait)?|reprise|cession|cédé(?:e|s)?|reclass(?:er|és|ement|ements)|déménag\S+|mut(?:é|és|ation)|délocalis\S+|relocalis\S+`,
);
const RETAINED = any(
  String.raw`sauv(?:er|és|ées|é|era)|sécuris(?:er|é|és)|maintenu(?:s|es)?|conserv(?:er|és|ées|é|era|eront)|préserv(?:er|és|ées|é)|resteront|rester|évit(?:er|é|és)`,
);
const STRIKE = any(
  String.raw`grève|grévistes|défil(?:er|é|ent)|manifest(?:er|é|ent|ants|ation|aient)|rassembl(?:és?|ement)|débray\S+|sondés?|interrogés?|sondage|habitants|clients|adhérents|visiteurs|appelé(?:s|es)? à`,
);
const CLOSE = any(
  String.raw`ferm(?:er|e|ent|é|ée|és|ées|era|eront|eture|etures|erait)|liquidation|liquidé(?:e|s)?|met une croix sur|tire un trait sur|mettre la clé sous|cess(?:er|e|é|ation)|faillite|dépôt de bilan|arrêt`,
);

export const french = once((): Lexicon => ({
  language: "fr",
  endings: {
    abbreviated: new Set("m mm mme mmes mlle dr pr st ste art av env réf tél cf etc p vol n° ndlr hab".split(" ")),
    ordinals: false,
    closing: new Set(["»", "›"]),
  },
  elision: /^(?:[ldnsjmtc]|qu|jusqu|lorsqu|puisqu|quelqu)['’]/iu,
  numbers: frenchNumbers(),
  names: frenchNames(),
  nouns: [
    ["cuts", new RegExp(`^${CUTS}$`, "u")],
    ["people", new RegExp(`^${PEOPLE}$`, "u")],
  ],
  leaving: /^départs?$/u,
  jobs: /^(?:postes?|emplois?)$/u,
  between:
    /^(?:de|d'|des|du|ses|leurs|ces|les|la|le|l'|nos|son|sa|derniers|dernières|premiers|autres|nouveaux|nouvelles|anciens|quelque|environ|futurs|petits|grands|jeunes|mille|total|tous|hauts)$/u,
  of: /^(?:sur|parmi|des|de|ses|dont|que|les|un|total|d'|effectif|environ|les)$/u,
  staff: new RegExp(
    String.raw`^(?:effectifs?|personnel|équipes?|salariés|salariéEs|employés|postes|emplois|collaborateurs|main-d'œuvre|masse|troupes|rédaction|${PEOPLE})$`,
    "u",
  ),
  triggers: [
    ["furlough", whole(FURLOUGH)],
    ["voluntary", whole(VOLUNTARY)],
    ["strike", whole(STRIKE)],
    ["hiring", whole(HIRING)],
    ["cut", whole(CUT)],
    ["risk", whole(RISK)],
    ["weak", whole(WEAK)],
    ["close", whole(CLOSE)],
    ["transfer", whole(TRANSFER)],
    ["headcount", whole(HEADCOUNT)],
    ["retained", whole(RETAINED)],
    ["context", whole(CONTEXT)],
  ],
  separable: [],
  clause: /^(?:[,;:]|et|mais|tandis|alors|dont|qui|où|après|avant|puis|–|—)$/u,
  frames: {
    many: whole(
      any(
        String.raw`(?:les|des|ces|aux|plusieurs|grandes|nombreuses|\d+|certaines|seulement \d+|seules|de|d'|dans les|nombre de|des milliers d') (?:\S+ ){0,3}?(?:entreprises|banques|start-up|startups|groupes|enseignes|jeunes pousses|sociétés|employeurs|industriels|sous-traitants|pme|associations|constructeurs|médias|éditeurs|distributeurs)`,
        String.raw`(?:le|du|au|ce|un|chaque) (?:\S+ )?(?:secteur|filière|branche|industrie|marché du travail)|l' ?(?:industrie|secteur|aéronautique|automobile)|la (?:filière|branche|profession|région|presse)|secteur (?:privé|public|bancaire)|\d+ plans (?:de sauvegarde|sociaux)|nombre de plans|(?:entreprises|groupes|géants|sociétés) (?:comme|tels? que)|en (?:île-de-france|occitanie|bretagne)|insee|demandes de chômage|taux de chômage|chiffres de l'|étude|enquête|rapport|baromètre|layoffs\.fyi|données (?:établies|recueillies)|observatoire|à eux deux|cumulée?s?|au total,? ces|québécois|de ses membres|dans la région|au québec|dans le pays|en france métropolitaine`,
      ),
    ),
    law: whole(
      String.raw`code du travail|article l|la loi|légal(?:e|ement)?s?|obligation(?:s)? (?:légales?|de)|seuil|employeur (?:doit|peut)|entreprises (?:de|d'au) (?:plus|moins|moins de)|procédure de licenciement|licenciement (?:économique|pour motif)`,
    ),
    denied: whole(
      String.raw`dément(?:i|ent|ir|ait|ie)?|démenti(?:e|t)?|aucun(?:e)? (?:licenciement|suppression|départ|plan social|fermeture)|pas de (?:licenciement|suppression|plan social)(?:s)?|ne prévoi(?:t|ent) pas|exclut (?:tout|toute)`,
    ),
    rumour: whole(
      String.raw`rumeurs?|rumeur|spéculations?|le bruit court|aucune annonce officielle|non confirmée?(?:s)?|pronostiqu\S+|a avancé`,
    ),
    threat: whole(
      String.raw`si (?:on|le|la|les|rien|aucun|elle|il)|risque(?:nt|rait|raient|r)? de|redout(?:e|ent|er|é)|crain(?:t|drait|ient|te|tes|dre|gnent)|peut-être`,
    ),
    none: whole(String.raw`aucun(?:e)?(?: (?:de|d'|des))?(?: (?:ses|ces|leurs))?`),
    superseded: whole(
      String.raw`(?:au lieu d(?:e|es)|contre|initialement|inférieur(?:e|s)? aux?|plutôt que|à la place d(?:e|es))(?: \S+){0,2}`,
    ),
    part: whole(
      String.raw`(?:dont|parmi (?:lesquels|eux|lesquelles|elles)|y compris|d'entre eux|notamment)(?: (?:environ|près|plus|quelque|de|d'|une|les)){0,3}`,
    ),
    partBehind: whole(
      String.raw`(?:\S+ ){0,2}?(?:d' ?entre eux|d' ?entre elles|rien que (?:en|dans|pour)|à elle seule|spécifiquement|en france(?= [.,;]))`,
    ),
    cumulative: whole(
      String.raw`depuis (?:le début|(?:19|20)\d\d)(?= (?:\S+ ){0,6}(?:au total|en tout))|en (?:\S+ )?(?:ans|mois) au total|cumul\S*`,
    ),
    total: whole(
      String.raw`(?:port(?:er|e|ent|ant|era|eront|erait|ait|é)|fai(?:t|sant) (?:monter|grimper|passer))(?: \S+){0,7}? à`,
    ),
    raised: whole(
      String.raw`(?:port|relèv|relev|augment|étend)\S* (?:ses|leurs|son plan de) (?:suppressions|licenciements)(?: \S+){0,3}? à`,
    ),
    onTopOf: whole(
      String.raw`(?:en plus|au[- ]delà) d(?:e|es)(?: (?:ces|les|quelque))?|outre les|(?:s' ?ajout(?:e|ent|ant)|venant s' ?ajouter|viennent s' ?ajouter) aux`,
    ),
    sum: whole(String.raw`au total|en tout|pour un total de|un total de`),
    reason: whole(String.raw`faute grave|faute lourde|motif disciplinaire`),
    question: whole(String.raw`combien|quel nombre|si`),
    background: whole(
      String.raw`déjà (?:\S+ )?(?:supprimé|supprimés|licencié|annoncé|procédé)|l' ?an dernier|l' ?année dernière|il y a (?:un|deux|trois|quatre|cinq|\d+|quelques) (?:an|ans|mois|semaines)|avait (?:\S+ )?(?:supprimé|licencié|annoncé)|précédent(?:e|s)? (?:plan|vague)|ces (?:deux|trois|\d+) dernières années|auparavant|à l' ?époque`,
    ),
    told: whole(
      String.raw`déjà (?:annoncée?s?|supprimée?s?|actée?s?)|annoncée?s? (?:\S+ )?(?:précédemment|auparavant)`,
    ),
    net: whole(String.raw`net(?:te|s|tes)?|solde`),
    group: whole(
      String.raw`(?:le|la|l'|du|au|ce|cette|de la|de l'|à la) ?(?:\S+ )?(?:groupe|entreprise|société|banque|enseigne|constructeur|fabricant|géant|équipementier|compagnie|firme|quotidien|journal|direction|site|usine|maison|marque|start-up|startup|avionneur|opérateur|chaîne|plateforme|distributeur|laboratoire|établissement|association|université|hôpital|éditeur|filiale|multinationale|numéro|leader|pme|magazine)|il|elle|ils|elles|son|sa|ses|leurs|leur|nous|on`,
    ),
    respectively: whole(String.raw`respectivement`),
    from: whole(String.raw`de`),
  },
  status: {
    atRisk: whole(RISK),
    proposed: whole(
      String.raw`prévo(?:it|ient|yait|ir)|prévu(?:e|s|es)?|envisag(?:e|ent|eait|er|é|ées?)|pourrai(?:t|ent)|devrai(?:t|ent)|serai(?:t|ent)|projet(?:te|s)?|veut|veulent|souhait(?:e|ent)|compt(?:e|ent) (?:supprimer|licencier|se)|intention|s' ?apprêt(?:e|ait)|vouloir|propos(?:e|ition)|étudie|viser?`,
    ),
    confirmed: whole(String.raw`confirm(?:é|e|ent|ée|és)`),
    done: whole(
      String.raw`(?:a|ont|avait|avaient|ayant) (?:\S+ ){0,3}?(?:supprimé|licencié|congédié|remercié|mis à pied|perdu|éliminé|détruit)|(?:ont|a) été (?:\S+ )?(?:supprimés?|licenciés?|supprimées?)|perdus?`,
    ),
  },
  kinds: [["closure", whole(CLOSE)]],
  scopes: {
    contractors: whole(String.raw`intérimaires?|sous-traitants?|prestataires?|pigistes?|indépendants?`),
    unit: whole(String.raw`division|filiale|service|branche|rédaction|siège|direction|département|pôle|activité`),
    site: whole(String.raw`usines?|sites?|magasins?|ateliers?|établissements?|fonderie|agences?|entrepôts?|centres?`),
  },
  dates: {
    months: [
      /^janv(?:ier)?$/u,
      /^févr?(?:ier)?$/u,
      /^mars$/u,
      /^avr(?:il)?$/u,
      /^mai$/u,
      /^juin$/u,
      /^juil(?:let)?$/u,
      /^août$/u,
      /^sept(?:embre)?$/u,
      /^oct(?:obre)?$/u,
      /^nov(?:embre)?$/u,
      /^déc(?:embre)?$/u,
    ],
    weekdays: "dimanche lundi mardi mercredi jeudi vendredi samedi".split(" "),
    today: "aujourd'hui",
    yesterday: "hier",
    lastYear: whole(String.raw`l' ?an dernier|l' ?année dernière`),
    lastMonth: whole(String.raw`le mois dernier`),
    in: /^(?:en|depuis|début|fin|mi|courant|année)$/u,
    until: /^(?:jusqu'|jusqu'à|d'ici|ici|avant|dès|prochain|à)$/u,
  },
}));

// What governs a figure of people: words by which they are cut, and those by which they are hired, counted, moved or sent home.

/**
 * - `cut`: the word alone means that people lose their jobs ("lay off").
 * - `weak`: it does where what is cut are people ("cut 40 roles", not "cut 40 stores").
 * - `context`: it does where the passage speaks of cuts already ("will affect 60 employees").
 * Every other power is a reason why a figure is no cut.
 */
export type Power =
  | "cut"
  | "weak"
  | "context"
  | "dismissal"
  | "hiring"
  | "headcount"
  | "furlough"
  | "voluntary"
  | "transfer"
  | "contract_end"
  | "relocation"
  | "retained"
  | "opinion"
  | "strike"
  | "no_cut";

/** Where the people of a governor stand: after it, before it, or on either side. */
export type Side = "after" | "before" | "both";

export interface Phrase {
  /** Words, lower case; "*" is a gap of up to twelve tokens without the end of a clause. */
  readonly words: readonly string[];
  readonly power: Power;
  readonly side: Side;
}

const list = (power: Power, side: Side, text: string): Phrase[] =>
  text.split(" | ").map((one) => ({ words: one.split(" "), power, side }));

const NOUNS =
  "job jobs staff staffing workforce headcount head-count personnel employee employment payroll newsroom editorial role roles post posts position positions worker".split(
    " ",
  );
const CUTS =
  "cut cuts cutback cutbacks loss losses reduction reductions cull culls cutting-plan shedding axe cull closure closures".split(
    " ",
  );

export const PHRASES: readonly Phrase[] = [
  ...list(
    "cut",
    "both",
    "snuffing out the jobs of | snuffed out the jobs of | throw * on the scrapheap | throws * on the scrapheap | thrown on the scrapheap | on the scrapheap | cost * their jobs | costs * their jobs | costing * their jobs | lay off | lays off | laid off | laying off | layed off | lay * off | laid * off | laying * off | lays * off | laid-off",
  ),
  ...list(
    "cut",
    "both",
    "indefinitely idle | indefinitely idled | indefinitely idling | idled indefinitely | make * redundant | makes * redundant | made * redundant | making * redundant | made redundant | redundant",
  ),
  ...list("cut", "both", "let go | lets go | letting go | let * go | letting * go | lets * go"),
  ...list(
    "cut",
    "both",
    "retrench | retrenches | retrenched | retrenching | downsize | downsizes | downsized | downsizing | rightsizing",
  ),
  ...list(
    "cut",
    "both",
    "layoff | layoffs | lay-off | lay-offs | redundancy | redundancies | retrenchment | retrenchments | pink slips | pink slip | termination letters | termination letter | letters of termination | dismissal letters | redundancy letters | separations | round of cuts | round of dismissals | called in for hearings | called for hearings | summoned to hearings | summoned for hearings | summoned to a hearing | summoned for a hearing | rounds of cuts | wave of cuts | latest cuts",
  ),
  ...list(
    "cut",
    "both",
    "reduction in headcount | reductions in headcount | reduction in staff | reduction in staffing | reduction in its workforce | reduction in its headcount | show * the door | shows * the door | showed * the door | showing * the door | reduce the size of our team | reducing the size of our team | reduced the size of our team | reduce the size of the team | reducing the size of the team | reduced the size of the team | reduce the size of our company | reducing the size of our company | reduction in force | reductions in force | reduction in workforce | reductions in workforce | reduction in work force | reduction in our workforce | plan of termination | rif | asked * to go | asked * to leave | asked * to resign | asked * to put in their papers | told * to go | sever or retain",
  ),
  ...NOUNS.flatMap((noun) => CUTS.map((cut): Phrase => ({ words: [noun, cut], power: "cut", side: "both" }))),
  ...list(
    "cut",
    "both",
    "send * packing | sends * packing | sent * packing | sending * packing | sent packing | put * out of work | puts * out of work | putting * out of work | put out of work | walking papers | marching orders | their p45s | disengage | disengages | disengaged | disengaging | disestablish | disestablished | disestablishing | earmarked for redundancy | earmarked for the axe | earmarked for the chop | rendered jobless | end the employment of | ends the employment of | ended the employment of | ending the employment of | layoff notices to | layoff notices for | layoff notice for | warn notices to | warn notice to | redundancy notices to | termination notices to | warn notice for | warn notices for | warn notice covering",
  ),
  ...list("cut", "both", "head count reduction | head count reductions | head count cuts"),
  ...list(
    "cut",
    "before",
    "are threatened | is threatened | were threatened | be threatened | lose their jobs | lost their jobs | losing their jobs | lose their job | lost their job | losing their job | loses their jobs | lose jobs | lost jobs | lose his job | lose her job | lose their livelihoods | lost their livelihoods | lose their positions | lost their positions | losing their positions | lose their roles | lost their roles | losing their roles | lose their posts | lost their posts",
  ),
  ...list(
    "cut",
    "before",
    "on the scrapheap | on the dole | on the dole queue | no longer had a job | no longer have a job | out of work | out of a job | surplus | surplus to requirements | without a job | without work | face the axe | faces the axe | face the sack | face redundancy | facing redundancy | faces redundancy | for the chop | marked for the chop | shown the door | for the axe | on the chopping block | job at risk | their jobs at risk | out the door | out of the door | shown the exit | heading for the exit | heading for the exits | handed their cards | handed their notice | collected their cards | given notice | given their notice | served notice | on protective notice | on notice of redundancy | put on notice | did not have jobs | no longer had jobs | without jobs | without a job | out of a job | out of jobs",
  ),
  ...list(
    "cut",
    "after",
    "say farewell to | said farewell to | saying farewell to | bid farewell to | bidding farewell to | company smaller by | team smaller by | firm smaller by | organization smaller by | organisation smaller by | say goodbye to | saying goodbye to | say good-bye to | said good-bye to | saying good-bye to | pink-slip | pink-slips | pink-slipped | pink-slipping | said goodbye to | says goodbye to | part ways with | parts ways with | parting ways with | parted ways with | part company with | parting company with | parted company with | parting with | part with | parted with | show the door to | the door to | bids farewell to | bid adieu to | bids adieu to | says farewell to | wave off | waved off",
  ),
  ...["jobs", "roles", "posts", "positions", "redundancies", "job"].flatMap((noun) =>
    [
      "to go",
      "are to go",
      "will go",
      "would go",
      "could go",
      "may go",
      "might go",
      "are going",
      "go",
      "gone",
      "going",
      "have gone",
      "went",
      "to be lost",
      "will be lost",
      "would be lost",
      "could be lost",
      "were lost",
      "have been lost",
      "lost",
      "being lost",
      "face the axe",
      "will disappear",
      "to disappear",
    ].map((verb): Phrase => ({ words: [noun, ...verb.split(" ")], power: "cut", side: "before" })),
  ),
  ...list(
    "cut",
    "before",
    "jobless | unemployed | must go | have to go | has to go | would be leaving | are to leave | part ways | be leaving the company | will be leaving | be leaving us | will leave us | leaving the company | leave the company",
  ),
  ...list(
    "cut",
    "both",
    "at risk of redundancy | at risk | under threat | in jeopardy | in danger | in peril | in the balance | in the firing line | on the line",
  ),
  ...list(
    "cut",
    "after",
    "dooming | doomed | dooms | threatening | threatens | costing | cost the jobs of | removal of | go the jobs of | goes the job of | loss of | losses of | termination of | terminations of | separation of | dismissal of | departure of | elimination of | cull of | reduction of | cutting of | shedding of | axing of",
  ),
  ...list(
    "cut",
    "both",
    "employment of * terminate | employment of * terminated | employment of * ends | terminate | terminates | terminated | terminating | terminations",
  ),
  ...list(
    "weak",
    "both",
    "axe | axes | axed | axing | ax | axing | cull | culls | culled | culling | shed | sheds | shedding",
  ),
  ...list(
    "weak",
    "both",
    "abolish | abolishes | abolished | abolishing | rationalise | rationalised | rationalising | rationalize | rationalized | rationalizing | phase out | phases out | phased out | phasing out | lop off | lopped off | lopping off | jettison | jettisons | jettisoned | jettisoning | take * out of | takes * out of | took * out of | taking * out of | discharge | discharges | discharging | slice | slices | sliced | slicing | cut | cuts | cutting | slash | slashes | slashed | slashing | eliminate | eliminates | eliminated | eliminating",
  ),
  ...list(
    "weak",
    "both",
    "reduce | reduces | reduced | reducing | trim | trims | trimmed | trimming | scrap | scraps | scrapped | scrapping | prune | pruning | pruned | clip | clips | clipped | clipping | pare | paring | pared | shrink | shrinks | shrank | shrunk | shrinking | shave | shaving",
  ),
  ...list(
    "weak",
    "after",
    "no more use for | no longer need | no longer needs | exited | idling | close | closes | closing | closed | do without | does without | did without | doing without | does away with | is down by | are down by | delete | deletes | deleted | deleting | remove | removes | removed | removing | drop | drops | dropped | dropping | lose | loses | losing | lost | ditch | ditches | ditched | ditching | dispense with | dispensing with | dispensed with | do away with | doing away with | did away with | get rid of | getting rid of | got rid of | sever | severing | severed | release | releases | released | releasing | offload | dump | dumps | dumping | shedding | strip out | stripping out | wipe out | wiping out | wiped out | cost | costs | chop | chops | chopped | chopping | oust | ousted | oust",
  ),
  ...list(
    "weak",
    "before",
    "eliminated | lost | closed | removed | scrapped | disappear | disappearing | disappeared | vanish | vanishing | be gone | wiped out | severed | released | released from | chopped | ousted",
  ),
  ...list(
    "weak",
    "both",
    "fire | fires | fired | firing | sack | sacks | sacked | sacking | dismiss | dismisses | dismissed | dismissing | let-go | force out | forced out | pushed out | discharged",
  ),
  ...list(
    "context",
    "both",
    "departures | dismissals | cuts | cutbacks | reductions | reduction | losses | cull | loss",
  ),
  ...list(
    "context",
    "after",
    "idling | idles | idle | affect | affects | affected | affecting | impact | impacts | impacted | impacting | hit | hits | hitting | involve | involves | involved | involving | include | covers | cover | covering | accounted for | accounts for | means | meaning | would mean | will mean | could mean | saw | see | targeting | targets | total number at | the total at | consultation with | consultation is under way with | consulting | in consultation with",
  ),
  ...list(
    "context",
    "before",
    "affected | impacted | hit | notified | are concerned | concerned | been told | were told | was told | been informed | were informed | go | to go | will go | would go | could go | are going | going | went | leave | leaving | will leave | left | depart | departing | departed | sent home | exit | exiting | notices | of them learned | learned | are out | were out | is out | gone | jobs under",
  ),
  ...list(
    "dismissal",
    "both",
    "fired for | sacked for | dismissed for | gross misconduct | misconduct | for cause | summarily dismissed",
  ),
  ...list(
    "hiring",
    "after",
    "is bringing | was bringing | are bringing | will bring | trawling for | advertising for | recruiting for | looking to hire | bring back | brings back | brought back | take back | takes back | taking back | hire | hires | hired | hiring | recruit | recruits | recruited | recruiting | create | creates | created | creating | add | adds | adding | take on | taking on | took on | fill | filling | new jobs | new roles | new positions | new posts | new staff | new employees | new hires | new workers | onboard | employ another | expand by | bring in | bringing in | generate | generates | generating | recruitment of | taken on | snap up | snapped up | absorb | absorbed",
  ),
  ...list(
    "hiring",
    "before",
    "open | hired | recruited | created | added | joined | hires | openings | vacancies | open roles | be created | will be created | apprenticeships | unfilled | vacant",
  ),
  ...list(
    "headcount",
    "after",
    "there will be | grown to | grew to | grows to | growing to | swelled to | ballooned to | overseeing | oversees | oversaw | supervises | supervising | employ | employs | employed | employing | workforce of | staff of | headcount of | head count of | team of | workforce to | headcount to | employees from | workforce from | headcount from | headcount was | headcount is | head count is | head count was | headcount at | employment at | employment of | employed about | employing about | workforce was | workforce is | staff to | team to | team from | dropped to | falls to | fall to | fell to | down to | reduced to | shrink to | shrank to | payroll of | number of employees at | headcount stood at | stood at | stands at | remain at | remaining | leaving it with | leaves it with | leaving * with | leave * with | left it with | left with",
  ),
  ...list(
    "headcount",
    "before",
    "people work | staff work | were left | are left | is left | was left | employed | on its payroll | on the payroll | work for | works for | working for | work at | work in | worked for | worked at | who work | remain | remained | worldwide before | before the cuts | after the cuts | after the cutbacks | after the layoffs | before the layoffs | employees as of | prior to the",
  ),
  ...list(
    "furlough",
    "both",
    "three-day week | four-day week | two-day week | three-day weeks | short time | shorter hours | stay home | stay at home | furlough | furloughs | furloughed | furloughing | on furlough | unpaid leave | short-time work | short-time working | kurzarbeit | temporarily laid off | temporary layoff | temporary layoffs | temporarily lay off | temporarily laying off | lay off temporarily | stood down | stand down | standing down | laid off temporarily | idled | idle | reduced hours | unpaid week | shorter week | on leave",
  ),
  ...list(
    "voluntary",
    "both",
    "deferred resignation | deferred resignations | sign up | signed up | signing up | voluntary | voluntarily | voluntary redundancy | voluntary redundancies | voluntary layoffs | voluntary layoff | voluntary departure | voluntary departures | voluntary exits | voluntary severance | voluntary separation | voluntary job cuts | buyout | buyouts | buy-out | buy-outs | buy out | early retirement | early retirements | resign | resigned | resigning | resignations | agreed to leave | decided to leave | volunteered to leave | volunteered | decided to take | agreed to resign | opted to leave | chosen to leave | exit packages | exit package | exit scheme | natural attrition | by choice | by mutual consent | of their own accord | of their own will | of their own volition | voluntary exit | attrition | natural wastage | severance offers | of their own free will | exit incentive | early exit | early-exit | put their names forward | retire | retired | retiring | quit | quitting | golden handshake | golden handshakes",
  ),
  ...list(
    "transfer",
    "both",
    "had gone to | have gone to | transfer | transfers | transferred | transferring | tupe | redeploy | redeploys | matched to | matched | redeployed | redeploying | redeployment | reassigned | reassign | outsourced to | outsource | outsources | outsourcing | offshoring | move across | offered new roles | spun off with",
  ),
  ...list(
    "relocation",
    "both",
    "shift * jobs to | shifting * jobs to | move * jobs to | moving * jobs to | relocate | relocates | relocated | relocating | relocation | move to | moved to | moving to",
  ),
  ...list(
    "contract_end",
    "both",
    "contracts renewed | contracts * renewed | contracts expire | contracts * expire | contract expires | contracts * extended | contracts end | contracts * end | non-renewal | contracts terminated | contracts ended",
  ),
  ...list(
    "retained",
    "both",
    "return of | is exempt | are exempt | is spared | are spared | be spared | were spared | is unaffected | are unaffected | be unaffected | not be affected | not affected | bring back | bringing back | brought back | take back | taking back | took back | called back | recall | recalled | retain | retains | retained | retaining | keep | keeps | kept | keeping | safeguard | safeguards | safeguarded | safeguarding | save | saves | saved | saving | preserve | preserved | preserving | protect | protects | protected | protecting | rehire | rehired | rehiring | reinstate | reinstated | repurposed | become part-time | secured | secure",
  ),
  ...list(
    "strike",
    "both",
    "industrial action | dispute | strike | strikes | striking | walk out | walked out | walkout | picket | protested | protest | balloted | signed | voted | vote | ballot",
  ),
  ...list(
    "no_cut",
    "both",
    "shot | killed | died | dead | injured | hurt | arrested | charged | hospitalised | hospitalized | infected | rescued | missing",
  ),
  ...list("opinion", "both", "fear | fears | feared | fearing | worry | worried | worries | afraid of"),
];

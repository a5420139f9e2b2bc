import type { Outcome } from "../../app/take-reading.ts";
import { stripFor } from "../../app/waves.ts";
import { untilAborted } from "../../core/aborted.ts";
import type { Departure } from "../../core/directory/departure.ts";
import { leaversOf, tally } from "../../core/directory/tally.ts";
import { disclose } from "../../core/disclosure/disclose.ts";
import { waveView } from "../../core/disclosure/wave-view.ts";
import { RollcallError } from "../../core/errors.ts";
import { HOUR, type Instant } from "../../core/time.ts";
import { announcedLines } from "../../messages/announced.ts";
import { causeText } from "../../messages/cause.ts";
import { stripLines } from "../../messages/strip.ts";
import { waveHeadline } from "../../messages/waves.ts";
import { departuresMessage } from "../../messages/departures.ts";
import { duration } from "../../messages/time.ts";
import { counted, number, plain } from "../../messages/words.ts";
import { wrap } from "../../messages/wrap.ts";
import { openDemo, type Demo, START } from "../../wire/demo.ts";
import { type ServedSite, startSite } from "../../wire/serve.ts";
import { isAtDesk, openBrowser } from "../browser.ts";
import { flag, type Invocation, type Run, textOption } from "../command.ts";
import type { Output } from "../output.ts";
import { messageLines } from "../show/changes.ts";
import { foundText, offboardingNews, toolsSum } from "../show/demo-tools.ts";
import { live, type Live } from "../show/live.ts";
import { departureViews, OPERATOR } from "../show/outcome.ts";

/** Custom fields that are read between two sweeps: six minutes' worth of Slack's limit for them. */
const DETAILS = 600;
/** Departures that follow each other within this belong to one message, which is updated. */
const GROUP_GAP = 2 * HOUR;

/** Where `serve` is by default; any other that is free where something listens there. */
const PORT = 8080;

/** A simulated company, watched as a real one would be: over HTTP, within Slack's rate limits, on a clock that runs faster. */
export const run: Run = async (invocation) => {
  const { output } = invocation;
  const speed = positive(invocation, "speed");
  const demo = await openDemo({ seed: positive(invocation, "seed"), speed });
  const { story, context } = demo;
  const screen = live(output);
  const stage = new Stage(output, screen, demo, speed);
  let site: ServedSite | undefined;
  try {
    await story.begin();
    if (flag(invocation, "pages")) site = await openPages(demo, output);
    stage.introduce(site);
    if (site?.link !== undefined && flag(invocation, "open") && isAtDesk(output)) openBrowser(site.link);
    await story.play({ fields: () => stage.fieldsToRead(), tell: (outcome) => stage.tell(outcome) });
    await stage.conclude();
    if (site !== undefined && output.width !== undefined) {
      screen.print([`The pages stay at ${site.address} until you stop this with Ctrl+C.`]);
      await untilAborted(context.signal);
      output.line("Stopped.");
    }
    return 0;
  } catch (error) {
    if (!(error instanceof RollcallError) || error.code !== "interrupted") throw error;
    screen.keep();
    output.line("Stopped.");
    return 0;
  } finally {
    await site?.close();
    await demo.close();
  }
};

async function openPages(demo: Demo, output: Output): Promise<ServedSite> {
  const at = (port: number): Promise<ServedSite> => startSite(demo.shown(port), output.note);
  try {
    return await at(PORT);
  } catch (error) {
    if (!(error instanceof RollcallError) || error.code !== "bad_setting") throw error;
    return at(0);
  }
}

/** What the audience of the demo sees: events as they are told, and one message that grows. */
class Stage {
  readonly #output: Output;
  readonly #screen: Live;
  readonly #demo: Demo;
  readonly #speed: number;
  readonly #told: Departure[] = [];
  #group: Departure[] = [];
  /** The lines of the message about the departures so far. */
  #message: () => string[] = () => [];
  #printed = 0;
  #unsound = "ok";
  #back = 0;
  #readings = 0;
  #broken = 0;
  #accounts = 0;
  /** By directory: the version of what is to be done there that was told last. */
  readonly #versions = new Map<string, string>();

  constructor(output: Output, screen: Live, demo: Demo, speed: number) {
    this.#output = output;
    this.#screen = screen;
    this.#demo = demo;
    this.#speed = speed;
  }

  introduce(site: ServedSite | undefined): void {
    const dim = (text: string): string => this.#output.style("dim", text);
    const how = `Real HTTP servers with the limits and habits of these tools; their clock runs up to ${number(this.#speed)} times faster than the one on the wall.`;
    this.#screen.print([
      this.#output.style("bold", "Rollcall watches a simulated company: Slack, Okta and GitHub"),
      ...wrap(how, (this.#output.width ?? Infinity) - 1).map(dim),
      ...(site === undefined
        ? []
        : ["", "On pages, as it happens; the link works once:", `  ${site.link ?? site.address}`]),
      "",
    ]);
  }

  async tell(outcome: Outcome): Promise<void> {
    if (outcome.sweep.directory !== this.#demo.company.directory.id) return this.#tool(outcome);
    this.#readings++;
    const at = outcome.sweep.takenAt;
    if (outcome.first && outcome.sweep.complete) this.#baseline(outcome, at);
    else this.#health(outcome, at);
    const back = outcome.changes.filter(({ change }) => change === "reactivated");
    for (const change of back) {
      const view = disclose("change", change, OPERATOR);
      this.#back++;
      this.#event(at, "cyan", `${plain(view?.account.name ?? "somebody")} is back: the account was reactivated`);
    }
    for (const { wave, id, version } of outcome.waves) {
      if (wave === undefined || version > 1) continue;
      this.#event(
        at,
        "red",
        `a wave: ${waveHeadline(waveView(id, wave), "acme")}; it looks like ${causeText(wave.cause)}`,
      );
    }
    const departures = outcome.departures.filter(({ observed, reversed }) => observed && reversed === undefined);
    if (departures.length > 0) await this.#departures(departures, at);
    else this.#draw(at);
  }

  /** The other tools: how their first reading was, and what is to be done about accounts there. */
  async #tool({ sweep: { directory, takenAt, accounts }, first }: Outcome): Promise<void> {
    if (first) {
      this.#event(takenAt, "green", `${directory} read completely: ${counted(accounts, "account")}`);
      return;
    }
    const news = await offboardingNews(this.#demo, directory, this.#versions);
    if (news !== undefined) this.#event(takenAt, "yellow", `to do: ${news}`);
  }

  /** Nothing in the demo changes anybody's fields, so that they are read once. */
  fieldsToRead(): number {
    return this.#readings * DETAILS <= this.#accounts ? DETAILS : 0;
  }

  async conclude(): Promise<void> {
    this.#finish();
    const { company, context, clock } = this.#demo;
    const strip = await stripFor(context.store, "acme", "staff", { from: START, to: clock.now() });
    const columns = Math.max(60, (this.#output.width ?? 100) - 1);
    const tools = await toolsSum(this.#demo, this.#output);
    this.#screen.print(["", ...stripLines(strip, columns), "", ...(await this.#announced())]);
    this.#screen.print(["", this.#output.style("bold", "Who left, and is still there"), ...tools.lines]);
    const { left, back } = company.truth();
    const { channel, workspace } = company;
    const messages = workspace.messages.filter((one) => one.channel === channel.id && one.thread === undefined);
    const edits = messages.reduce((all, message) => all + message.edits, 0);
    const wrong = this.#told.length - left;
    const people = counted(this.#told.length, "departure");
    const same = foundText(tools.found) === foundText(company.tools.truth);
    const sum =
      wrong === 0 ? "every one of them, and nobody else" : `${Math.abs(wrong)} ${wrong > 0 ? "too many" : "missed"}`;
    this.#screen.print([
      "",
      this.#output.style("bold", "That was the demo"),
      `  told      ${people} of ${number(left)} that really happened: ${sum}; ${this.#back} of ${back} returns`,
      `  tools     ${foundText(tools.found)}: ${same ? "as it really is" : `really ${foundText(company.tools.truth)}`}`,
      `  written   ${counted(messages.length, "message")} in #${channel.name}, edited ${counted(edits, "time")}, never one for each`,
      `  read      ${counted(this.#readings, "sweep")} in ${number(workspace.calls.length)} calls, within Slack's limits`,
      `  broken    ${counted(this.#broken, "bad reading")} named as such: nobody was called gone for what they left out`,
      "",
      "Next: rollcall init writes the settings for a workspace of yours.",
    ]);
  }

  /** What the press says of the company beside what was observed of it. */
  async #announced(): Promise<string[]> {
    const lines: string[] = [];
    for (const { claim, announcement, expectation, observed, comparison } of await this.#demo.story.announced()) {
      lines.push(`“${plain(claim.quote)}” (${plain(claim.source.publisher ?? "")})`);
      lines.push(...announcedLines(announcement.announced, expectation, observed, comparison));
    }
    const width = (this.#output.width ?? 120) - 3;
    return [
      this.#output.style("bold", "What was announced, and what was observed"),
      ...lines.flatMap((line) => wrap(line, width)).map((line) => `  ${line}`),
    ];
  }

  #baseline({ sweep: reading, changes }: Outcome, at: Instant): void {
    const before = changes.filter(({ observed }) => observed === false).length;
    this.#accounts = reading.accounts;
    this.#event(
      at,
      "green",
      `${reading.directory} read completely: ${counted(reading.accounts, "account")} in ${duration(reading.takenAt - reading.startedAt)}. ` +
        `${number(before)} had been deactivated before; a first reading announces nobody`,
    );
  }

  #health({ sweep: reading, departures }: Outcome, at: Instant): void {
    if (reading.health !== "ok") this.#broken++;
    if (reading.health !== "ok" && reading.health !== this.#unsound) {
      this.#event(at, "yellow", `not believed (${reading.health}): ${plain(reading.reasons[0] ?? "")}`);
    } else if (reading.health === "ok" && this.#unsound !== "ok") {
      this.#event(
        at,
        "green",
        `${reading.directory} is read completely again: ${counted(reading.accounts, "account")}${departures.length === 0 ? "; nobody had left" : ""}`,
      );
    }
    this.#unsound = reading.health;
  }

  async #departures(departures: readonly Departure[], at: Instant): Promise<void> {
    const last = this.#group.at(-1);
    const fresh = last === undefined || at - last.at.notAfter > GROUP_GAP;
    if (fresh) {
      this.#finish();
      this.#group = [];
    }
    this.#group.push(...departures);
    this.#told.push(...departures);
    const colleagues = await this.#demo.context.store.colleagues("acme", leaversOf(this.#group));
    const message = departuresMessage("acme", tally(this.#group, colleagues), departureViews(this.#group));
    this.#message = () => messageLines(this.#output, message);
    if (fresh) {
      this.#event(
        at,
        "red",
        this.#group.length === 1 ? "somebody left" : `${counted(this.#group.length, "person", "people")} left at once`,
      );
      this.#printed = this.#group.length;
      if (this.#output.width === undefined) this.#screen.print(this.#message());
    }
    this.#draw(at);
  }

  /** The message as it stands becomes part of what stays on the screen. */
  #finish(): void {
    this.#screen.block([]);
    // Without a terminal nothing is drawn in place: the message was printed when it began, and is again if it has grown.
    if (this.#output.width !== undefined || this.#group.length > this.#printed) this.#screen.print(this.#message());
    this.#screen.keep();
    this.#group = [];
    this.#message = () => [];
  }

  #event(at: Instant, style: "green" | "yellow" | "red" | "cyan", text: string): void {
    const time = new Date(at).toISOString().slice(11, 16);
    const lines = wrap(text, (this.#output.width ?? Infinity) - 8);
    this.#screen.print(
      lines.map(
        (line, i) =>
          `${this.#output.style("dim", (i === 0 ? time : "").padEnd(5))}  ${this.#output.style(style, line)}`,
      ),
    );
  }

  #draw(at: Instant): void {
    const clock = new Date(at).toISOString().slice(11, 16);
    const status = this.#output.style(
      "dim",
      `${clock} simulated, ${counted(this.#readings, "sweep")}, ${counted(this.#told.length, "departure")}`,
    );
    this.#screen.block([...this.#message(), status]);
  }
}

function positive(invocation: Invocation, name: string): number {
  const value = Number(textOption(invocation, name));
  if (Number.isFinite(value) && value > 0) return value;
  throw new RollcallError("usage", `--${name}: give a number above 0.`);
}

import { existsSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { cancel, confirm, group, intro, isCancel, log, outro, select, text } from "@clack/prompts";
import { exitCode, RollcallError } from "../../core/errors.ts";
import { outlookLines } from "../../messages/outlook.ts";
import { listed, plain } from "../../messages/words.ts";
import { checkAccess, type InitAnswers, lookAhead, manifestFor, settingsText } from "../../wire/init.ts";
import { flag, type Invocation, progressOn, type Run, textOption } from "../command.ts";

const QUESTIONS = { output: process.stderr };

/**
 * Writes rollcall.yaml: asks what is needed (or takes it from options, with --yes), checks the token live, and prints the
 * manifest of the Slack app on standard output.
 */
export const run: Run = async (invocation) => {
  const { output } = invocation;
  const file = resolve(textOption(invocation, "config") ?? "rollcall.yaml");
  if (existsSync(file) && !flag(invocation, "force")) {
    throw new RollcallError(
      "usage",
      `${file} exists. Change it there (rollcall config check reads it), or give --force to replace it.`,
    );
  }
  const asked = flag(invocation, "yes") ? fromOptions(invocation) : await ask(invocation);
  if (asked === undefined) return 1;

  const code = await check(invocation, asked, file);
  if (code !== 0) return code;
  const answers = { ...asked, counts: await counts(invocation, asked, file) };
  write(file, settingsText(answers), flag(invocation, "force") ? "w" : "wx");
  output.note(`Wrote ${file}. Next: rollcall doctor, then rollcall sweep.`);
  output.note("The manifest of the Slack app follows (https://api.slack.com/apps, Create New App, From a manifest):");
  output.line(manifestFor(answers));
  return 0;
};

function write(file: string, content: string, flags: "w" | "wx"): void {
  try {
    writeFileSync(file, content, { mode: 0o600, flag: flags });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    throw new RollcallError(
      "usage",
      `${file}: cannot be written (${code}); name a file in a folder of yours with --config.`,
    );
  }
}

/** Asks Slack who the token is. Where the token is not there yet, a person may go on without; a script may not. */
async function check(invocation: Invocation, answers: InitAnswers, file: string): Promise<number> {
  const { output } = invocation;
  try {
    const { identity, title, missing } = await checkAccess(answers, file);
    output.note(`The token works: ${plain(title ?? identity ?? "the workspace did not say who it is")}.`);
    if (missing.length > 0) output.note(`It lacks ${listed(missing)}. Add them to the app and install it again.`);
    return 0;
  } catch (error) {
    if (!(error instanceof RollcallError)) throw error;
    output.note(`rollcall: ${error.message}`);
    if (flag(invocation, "yes")) return exitCode(error);
    const goOn = await confirm({ message: "Write the settings all the same?", initialValue: true, ...QUESTIONS });
    return goOn === true ? 0 : exitCode(error);
  }
}

/** Whether to publish counts, with what they would show by the real headcount. */
async function counts(invocation: Invocation, answers: InitAnswers, file: string): Promise<boolean> {
  const { output } = invocation;
  const isAsked = !flag(invocation, "yes");
  if (!isAsked && !answers.counts) return false;
  const ahead = await lookAhead(answers, file, progressOn(output)).catch((error: unknown) => {
    if (error instanceof RollcallError && error.code !== "interrupted") return error;
    throw error;
  });
  output.status("");
  const lines =
    ahead instanceof RollcallError
      ? [`What counts would show, for those who may know no names, is not known. ${ahead.message}`]
      : outlookLines(ahead.outlook, ahead.ground);
  const isSmall = !(ahead instanceof RollcallError) && ahead.outlook.units.length === 0;
  if (!isAsked) {
    for (const line of lines) output.note(line);
    if (isSmall) {
      throw new RollcallError("usage", "init --counts: there are too few staff for counts; leave --counts out.");
    }
    return true;
  }
  log.message(lines, QUESTIONS);
  if (isSmall) return false;
  const wanted = await confirm({
    message: "Publish such counts? (rollcall report)",
    initialValue: false,
    ...QUESTIONS,
  });
  if (isCancel(wanted)) throw new RollcallError("interrupted", "init was cancelled; nothing was written.");
  return wanted;
}

function fromOptions(invocation: Invocation): InitAnswers {
  const need = (name: string, option: string): string => {
    const value = textOption(invocation, name);
    if (value !== undefined && value.trim() !== "") return value;
    throw new RollcallError("usage", `init --yes asks nothing, so ${option} has to be given.`);
  };
  const env = textOption(invocation, "workspaceTokenEnv");
  const path = textOption(invocation, "workspaceTokenFile");
  if ((env === undefined) === (path === undefined)) {
    throw new RollcallError("usage", "init --yes needs either --workspace-token-env or --workspace-token-file.");
  }
  return {
    alias: need("directory", "--directory"),
    secret: env === undefined ? { file: path ?? "" } : { env },
    purpose: need("purpose", "--purpose"),
    authorisedBy: need("authorisedBy", "--authorised-by"),
    contact: need("contact", "--contact"),
    channels: flag(invocation, "channels"),
    counts: flag(invocation, "counts"),
    fields: fieldsOf(textOption(invocation, "locationField"), textOption(invocation, "teamField")),
    ...gateway(invocation),
  };
}

async function ask(invocation: Invocation): Promise<InitAnswers | undefined> {
  if (!process.stdin.isTTY) {
    throw new RollcallError(
      "usage",
      "init asks questions, and standard input is no terminal. Give --yes and the answers as options (rollcall init --help).",
    );
  }
  intro("Rollcall: one workspace, read with a bot token of your own internal Slack app", QUESTIONS);
  log.message("Those concerned will ask why they are watched; the settings hold the answer.", QUESTIONS);
  const stop = (): never => {
    cancel("Nothing was written.", QUESTIONS);
    throw new RollcallError("interrupted", "init was cancelled; nothing was written.");
  };
  const required = (value: string | undefined): string | undefined =>
    value?.trim() ? undefined : "Please answer in a few words.";
  const answers = await group(
    {
      alias: () =>
        text({
          message: "A short name for the workspace",
          initialValue: textOption(invocation, "directory") ?? "",
          placeholder: "acme",
          validate: (value) =>
            /^[a-z0-9][a-z0-9_-]{0,62}$/.test(value ?? "") ? undefined : "Lower-case letters, digits, - and _.",
          ...QUESTIONS,
        }),
      purpose: () =>
        text({ message: "What is it for?", placeholder: "Verify off-boarding", validate: required, ...QUESTIONS }),
      authorisedBy: () =>
        text({
          message: "Who authorised it, and when?",
          placeholder: "CISO, 2026-11-20",
          validate: required,
          ...QUESTIONS,
        }),
      contact: () =>
        text({
          message: "Whom can people ask about it?",
          placeholder: "it@example.com",
          validate: required,
          ...QUESTIONS,
        }),
      where: () =>
        select({
          message: "Where is the bot token (xoxb-…)? It is never written into the settings",
          options: [
            { value: "env", label: "in an environment variable" },
            { value: "file", label: "in a file that only you can read" },
          ],
          ...QUESTIONS,
        }),
      place: ({ results }): Promise<string | symbol> =>
        text({
          message: results.where === "env" ? "Name of the variable" : "Path of the file",
          initialValue: results.where === "env" ? "SLACK_TOKEN" : "",
          validate: required,
          ...QUESTIONS,
        }),
      location: () =>
        text({
          message:
            "Which profile field says where people work? (leave empty for none: then the time zone is the ground)",
          placeholder: "Office",
          ...QUESTIONS,
        }),
      team: () =>
        text({
          message: "Which profile field names the team? (leave empty for none)",
          placeholder: "Team",
          ...QUESTIONS,
        }),
      channels: () =>
        confirm({
          message: "Also watch who is dropped from channels? (one call a channel and sweep)",
          initialValue: false,
          ...QUESTIONS,
        }),
    },
    { onCancel: stop },
  );
  if (isCancel(answers)) return stop();
  outro("Asking Slack …", QUESTIONS);
  return {
    alias: answers.alias,
    secret: answers.where === "env" ? { env: String(answers.place) } : { file: String(answers.place) },
    purpose: answers.purpose,
    authorisedBy: answers.authorisedBy,
    contact: answers.contact,
    channels: answers.channels,
    counts: false,
    fields: fieldsOf(answers.location, answers.team),
    ...gateway(invocation),
  };
}

function fieldsOf(location: string | undefined, team: string | undefined): InitAnswers["fields"] {
  const named = Object.entries({ location, team }).flatMap(([name, label]) =>
    label?.trim() ? [[name, label.trim()]] : [],
  );
  return Object.fromEntries(named);
}

function gateway(invocation: Invocation): { api?: string } {
  const api = textOption(invocation, "api");
  return api === undefined ? {} : { api };
}

import { RollcallError } from "../core/errors.ts";

export interface TemplateAnswers {
  /** As the schema wants it; it is the one value that is not quoted. */
  readonly alias: string;
  readonly kind: string;
  readonly secret: { readonly env: string } | { readonly file: string };
  readonly purpose: string;
  readonly authorisedBy: string;
  readonly contact: string;
  /** Custom profile fields by label or id. */
  readonly fields?: {
    readonly location?: string;
    readonly team?: string;
    readonly title?: string;
    readonly manager?: string;
  };
  readonly channels?: boolean;
  readonly api?: string;
  readonly storePath?: string;
  /** Whether counts of this directory are published. */
  readonly counts?: boolean;
}

/**
 * The rollcall.yaml that `rollcall init` writes: what was answered, and the rest as comments that only need their # taken
 * away.
 * @throws RollcallError `usage` where an answer has a line break or another control character
 */
export function settingsTemplate(answers: TemplateAnswers): string {
  const { alias, secret, api, storePath } = answers;
  const [source, name] = "env" in secret ? ["env", secret.env] : ["file", secret.file];
  return `# Settings of Rollcall. "rollcall config check" reads them and says what is wrong, with line and column.

# Why these directories are watched. The people concerned may be told this word for word.
purpose:
  text: ${quoted(answers.purpose, "purpose")}
  # Who allowed it, and when.
  authorisedBy: ${quoted(answers.authorisedBy, "authorisedBy")}
  # Whom the people concerned can ask.
  contact: ${quoted(answers.contact, "contact")}
  # Where the assessment of its impact on people, and the agreement with the works council, are found.
  # impactAssessment: "DPIA-12"
  # agreement: "Works agreement of 2026-11-20"

# The user lists to watch, each under an alias of your own.
directories:
  ${alias}:
    # The tool whose user list this is.
    kind: ${quoted(answers.kind, "kind")}
    # Where the secret is: { env: NAME } or { file: PATH } (only you may read the file); never the secret itself.
    token: { ${source}: ${quoted(name, source)} }
    # Custom profile fields that say where people work, by label or id. Without them the time zone is the ground.
    ${fieldsLine(answers.fields)}
    # Whether to read who is in which channel, so that being dropped from channels is seen: one call a channel and sweep.
    ${answers.channels === true ? "" : "# "}channels: true
    # Whether to read the user groups, so that they can be restored later.
    # groups: true
    # Adds team, office and manager from a CSV file; key is email, id or handle.
    # attributes: { from: "people.csv", key: email }
    # To hear of each departure at once, and not at the next sweep: the app-level token (xapp-…) with connections:write.
    # events: { socket: { token: { env: "SLACK_APP_TOKEN" } } }
    # Who ended an account: the audit log of an Enterprise organisation, with a token of its own.
    # auditLogs: { token: { env: "SLACK_AUDIT_TOKEN" } }
    # Scopes that the token may have beyond those that are needed; any other is refused.
    # allowScopes: ["chat:write"]
    # How often it is read, instead of what watch says below.
    # every: "1h"
    # How fast the tool is asked.
    # pace: { perMinute: 20, pageSize: 200 }
    # The address of a gateway to the tool's API; plain http on loopback only.
    ${api === undefined ? '# api: "https://gateway.example.com/api/"' : `api: ${quoted(api, "api")}`}

# Who may know what, each under an alias of your own, which destinations name as their audience. Names are for a reason and until a day;
# then none are sent or shown any more. With audiences of names, commands that show names ask for which one: --as, or ROLLCALL_AS.
# audiences: { identity: { sees: named, who: "Identity team", reason: "verify off-boarding", until: "2027-02-24" }, council: { sees: counts, readers: authorised, who: "Works council" } }

# Who is told, and what: departures, waves, health and deliveries, or what tell says. audience has to be said: with named, who reads
# there may know who left, by name; with counts they may not, and are sent the reports of counts (below) and health. One
# destination at least should not pass through the tool that is watched, or nobody hears that it has gone dark.
# notify:
#   - { to: "slack", token: { env: "SLACK_WRITER_TOKEN" }, channel: "#people-ops", audience: named }
#   - { to: "email", recipients: "it@example.com", from: "rollcall@example.com", server: { host: "mail.example.com" }, audience: named }
#   - { to: "email", name: "auditor", recipients: "auditor@example.org", from: "rollcall@example.com", server: { host: "mail.example.com" }, audience: named, tell: [checkpoints] }

# How often the directories are read, and an address that is called while all is well.
# watch: { every: "5m", heartbeat: { url: { env: "HEARTBEAT_URL" } } }

# Whether a member who becomes a guest counts as a departure.
# departures: { demotion: true }

# Counts that tell of nobody, for those who may know no names: rollcall report. The staff of one directory, the same for good.
${answers.counts === true ? "" : "# "}counts: { headcount: "${alias}" }

# Where Rollcall keeps what it knows; without this, rollcall.db in your state folder.
${storePath === undefined ? '# store: { path: "rollcall.db" }' : `store: { path: ${quoted(storePath, "store.path")} }`}
`;
}

function fieldsLine(fields: TemplateAnswers["fields"] = {}): string {
  const entries = Object.entries(fields).filter(([, label]) => label !== undefined);
  if (entries.length === 0) return '# fields: { location: "Office", team: "Team" }';
  return `fields: { ${entries.map(([key, label]) => `${key}: ${quoted(label, `fields.${key}`)}`).join(", ")} }`;
}

/** A JSON text is a double-quoted YAML scalar that means the same: YAML 1.2.2, 1.3 (relation to JSON). */
function quoted(value: string, what: string): string {
  if (/\p{Cc}/u.test(value)) {
    throw new RollcallError("usage", `${what} holds a line break or another control character; write it on one line`);
  }
  return JSON.stringify(value);
}

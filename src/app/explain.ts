import { defined } from "../core/defined.ts";
import type { Departure } from "../core/directory/departure.ts";
import { RollcallError } from "../core/errors.ts";
import type { Disclosed, IncidentView } from "../core/disclosure/disclose.ts";
import type { HeldPerson } from "../core/disclosure/person-view.ts";
import type { Incident } from "../core/notification/incident.ts";
import type { Notification } from "../core/notification/notification.ts";
import { TOPICS } from "../core/notification/rule.ts";
import { type Checking, viewFor } from "./incident-report.ts";
import { personOfDeparture } from "./persons.ts";
import type { StoredChange, StoreReader, Sweep } from "./ports.ts";

/** What Rollcall knows about one thing that it said, with the grounds for it. */
export type Explanation =
  | {
      readonly kind: "departure";
      readonly departure: Departure;
      readonly change?: StoredChange;
      readonly sweep?: Sweep;
      readonly history: readonly StoredChange[];
      /** Whose the account is, where it is linked with others. */
      readonly person?: HeldPerson;
    }
  | {
      readonly kind: "change";
      readonly change: StoredChange;
      readonly sweep?: Sweep;
      readonly history: readonly StoredChange[];
    }
  | { readonly kind: "sweep"; readonly sweep: Sweep; readonly changes: readonly StoredChange[] }
  | {
      readonly kind: "incident";
      readonly incident: Incident;
      /** Absent where what it told is not in the store any more. */
      readonly view?: Disclosed<IncidentView>;
      /** Who was told of it, or is to be. */
      readonly notifications: readonly Notification[];
    };

/**
 * @param checking by which what is to be done about accounts is looked at; without it such an incident has no view
 * @throws RollcallError `not_found` where the store has nothing of this id.
 */
export async function explain(store: StoreReader, id: string, checking?: Checking): Promise<Explanation> {
  const departure = await store.departure(id);
  if (departure !== undefined) {
    const account = departure.accounts[0];
    const history =
      account === undefined ? [] : await store.changes({ directory: account.directory, account: account.id });
    // The change that the departure was made of has the same interval; its id differs only in the prefix.
    const change = history.find(({ id: changeId }) => changeId.slice(2) === departure.id.slice(2));
    const sweep = change === undefined ? undefined : await store.sweep(change.sweep);
    const person = await personOfDeparture(store, departure);
    return { kind: "departure", departure, history, ...defined({ change, sweep, person }) };
  }
  const change = await store.change(id);
  if (change !== undefined) {
    const sweep = await store.sweep(change.sweep);
    const history = await store.changes({ directory: change.directory, account: change.account.id });
    return { kind: "change", change, history, ...defined({ sweep }) };
  }
  const sweep = await store.sweep(id);
  if (sweep !== undefined) return { kind: "sweep", sweep, changes: await store.changes({ sweep: id }) };
  const notification = await store.notification(id);
  const incident = await store.incident(notification?.incident ?? id);
  if (incident !== undefined) {
    // The operator of the command line reads everything: the store is theirs to read already.
    const view = await viewFor(store, incident, { rule: { tell: TOPICS }, audience: "named" }, checking);
    return {
      kind: "incident",
      incident,
      ...defined({ view }),
      notifications: await store.notifications({ incident: incident.id }),
    };
  }
  throw new RollcallError(
    "not_found",
    `${id}: nothing of this id is in the store. Ids look like d-…, c-…, s-…, i-… or n-…; rollcall departures lists them.`,
  );
}

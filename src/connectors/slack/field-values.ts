import type { Attributes } from "../../core/directory/account.ts";
import type { FieldValues } from "./user.ts";

export const PURPOSES = ["location", "team", "title", "manager", "employeeId"] as const;

interface Field {
  readonly id: string;
  readonly label: string;
}

/** The custom profile fields that the settings name, as the workspace defines them. */
export type Fields = { readonly [P in (typeof PURPOSES)[number]]?: Field };

/** What the fields of one person say; null where a field is empty. */
export function fieldAttributes(fields: Fields, values: FieldValues): Attributes {
  const valueOf = (field: Field) => values[field.id]?.value?.trim() || null;
  const { location, team, title, manager, employeeId } = fields;
  const where = location === undefined ? null : valueOf(location);
  return {
    ...(location && { location: where, locationFrom: where === null ? null : `field ${location.label}` }),
    ...(team && { team: valueOf(team) }),
    ...(title && { title: valueOf(title) }),
    // A field of the type "user" holds the manager's account id; a text field whatever people write.
    ...(manager && { manager: valueOf(manager) }),
    ...(employeeId && { employeeId: valueOf(employeeId) }),
  };
}

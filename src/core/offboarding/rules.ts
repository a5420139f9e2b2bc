/** What the settings say of off-boarding. */
export interface OffboardingRules {
  /**
   * The directories that say who belongs, by alias: the first of them in which somebody has an account decides for them. Empty where
   * none does: then somebody has left once the first tool shows it.
   */
  readonly leads: readonly string[];
  /** By directory: how long after the departure the account there may stay, in milliseconds. */
  readonly limits: ReadonlyMap<string, number>;
  /** The same for all others. */
  readonly usual: number;
  /**
   * How long somebody who still belongs has to be gone elsewhere before it is asked whether that is an accident, in milliseconds: some
   * off-boardings end the tools first, and the account that leads last.
   */
  readonly settle: number;
  /** Whether guests whom no leading directory knows count as accounts that nobody owns. */
  readonly guests: boolean;
}

/** How long an account of that directory may outlast the departure. */
export function limitOf({ limits, usual }: Pick<OffboardingRules, "limits" | "usual">, directory: string): number {
  return limits.get(directory) ?? usual;
}

/**
 * How far rules and model agree on a claim. `model alone`: the rules read none there; `rules alone`: the model proposes none there;
 * `differs`: it proposes another figure or company there. Without one both agree.
 */
export const DISSENTS = ["model alone", "rules alone", "differs"] as const;
export type Dissent = (typeof DISSENTS)[number];

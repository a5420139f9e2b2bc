// Which text may be a token, that is never shown.

/**
 * A text that may be a token: the known beginnings (Slack's xoxb-, xapp-…; GitHub's ghp_…; GitLab's glpat-; a JWT; AWS), or
 * twenty and more letters and digits mixed in one run. Such a text is never shown, whatever it is written for.
 */
export function looksLikeToken(text: string): boolean {
  if (/(?<![A-Za-z])(?:xox[a-z]{1,2}[-.]|xapp-|xwfp-|gh[a-z]_|github_pat_|glpat-|sk-|rc_[0-9A-Za-z]{43})/i.test(text))
    return true;
  if (/(?<![A-Za-z])(?:eyJ|AKIA|ASIA)[A-Za-z0-9]{8}/.test(text)) return true;
  return (text.match(/[A-Za-z0-9]{20,}/g) ?? []).some((run) => /\d/.test(run) && /[A-Za-z]/.test(run));
}

/** A name that somebody gave to something, as it may be shown: … in the place of one that may be a token. */
export function shownName(name: string): string {
  return looksLikeToken(name) ? "…" : name;
}

const TOKENS = [
  /(?<![A-Za-z])(?:xox[a-z]{1,2}[-.]|xapp-|xwfp-)[\w.-]{6,}/g,
  /(?<![A-Za-z])(?:gh[pousr]_|github_pat_|glpat-|sk-|rc_)[\w-]{16,}/g,
  /(?<![A-Za-z])(?:eyJ|AKIA|ASIA)[A-Za-z0-9]{8}[\w.-]*/g,
];

/**
 * The text with … in the place of every whole token of a known beginning: whoever types one where none belongs does not find
 * it in a journal. Advice such as `xoxb-…` stays as it is.
 */
export function withoutTokens(text: string): string {
  return TOKENS.reduce((rest, token) => rest.replaceAll(token, "…"), text);
}

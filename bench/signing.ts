/** What the load is signed with, and where it is sent; the same for every receiver. */
export const SIGNING_SECRET = "8f742231b10e8888abcd99aaabbb85a5";
export const PATH = "/slack/events";

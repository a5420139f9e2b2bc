/**
 * The version of the last migration: a store that has it is as this program wants it, and the migrations are not even loaded. A test
 * holds it against them.
 */
export const SCHEMA = 27;

/** A JSON value with the line (from 1) that it begins on. Members of an object keep their order. */
export interface JsonNode {
  readonly line: number;
  readonly value: string | number | boolean | null | readonly JsonNode[] | ReadonlyMap<string, JsonNode>;
}

/** Something wrong with a plan. */
export interface PlanProblem {
  readonly line: number;
  /** Where in the plan, such as `events.message_sent.properties`; empty for the plan as a whole. */
  readonly path: string;
  /** What is wrong, as a sentence without its full stop. */
  readonly message: string;
}

/** Thrown by `readJson` for a text that is no JSON. */
export class JsonError extends Error {
  constructor(
    readonly line: number,
    message: string,
  ) {
    super(message);
  }
}

/** A property of an event in the plan. */
export interface PlanProperty {
  readonly name: string;
  readonly required: boolean;
  /** As TypeScript writes it. */
  readonly type: string;
  /** One line; may be empty. */
  readonly description: string;
  /** What the guard is told about it: `pseudonymous`, `technical` or `aggregated`. */
  readonly class?: string;
  /** What the type does not say, such as `date-time` or `at least 0`. */
  readonly notes: readonly string[];
}

export interface PlanEvent {
  readonly name: string;
  /** One line. */
  readonly description: string;
  readonly owner?: string;
  readonly properties: readonly PlanProperty[];
}

/** A tracking plan, read and found to be sound; in the order of its file. */
export interface Plan {
  readonly events: readonly PlanEvent[];
}

/**
 * The part of Standard Schema v1 that is used (https://standardschema.dev). Written down here so that nothing has to be installed; schemas of
 * zod, valibot, arktype and others fit it as they are.
 */
export interface StandardSchema<Input = unknown> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => SchemaResult | Promise<SchemaResult>;
    /** For the compiler only. */
    readonly types?: {readonly input: Input; readonly output: unknown} | undefined;
  };
}

/** What a schema answers: `issues` are there exactly when the value does not fit. */
export interface SchemaResult {
  readonly issues?: readonly SchemaIssue[] | undefined;
}

export interface SchemaIssue {
  /** May quote the value, so it is never passed on. */
  readonly message: string;
  readonly path?: readonly (PropertyKey | {readonly key: PropertyKey})[] | undefined;
  /** Beyond the standard: where zod names the properties that should not be there. */
  readonly keys?: readonly string[];
}

/** What a schema takes, before its own transformations and defaults. */
export type InferInput<Schema extends StandardSchema> = NonNullable<Schema['~standard']['types']>['input'];

import {errorTypeOf} from './classify-error.js';
import {stackFrames, type StackFrame} from './stack-frames.js';

/** One entry of `$exception_list`, as posthog-node 5 writes it, without the lines of source around each frame. */
export interface ExceptionEntry {
  readonly type: string;
  readonly value: string;
  readonly mechanism: {
    /** `generic`: the application has dealt with it; `chained`: the cause, or a part, of the entry before. */
    readonly type: 'middleware' | 'generic' | 'chained';
    readonly handled?: boolean;
    readonly source?: 'cause' | 'member';
    readonly synthetic: boolean;
    readonly exception_id: number;
    readonly parent_id?: number;
  };
  readonly stacktrace?: {readonly type: 'raw'; readonly frames: readonly StackFrame[]};
}

const mostEntries = 10;
const longestMessage = 1000;

export interface ExceptionOptions {
  readonly messages: boolean;
  /** The application's folder. */
  readonly folder: string;
  /** Whether the application has dealt with it. */
  readonly handled: boolean;
}

type Origin = {readonly source: 'cause' | 'member'; readonly parent_id: number};

/** An error, its causes and the parts of an `AggregateError` as PostHog's `$exception_list`, not yet guarded. Takes anything that can be thrown. */
export const exceptionList = (thrown: unknown, {messages, folder, handled}: ExceptionOptions): ExceptionEntry[] => {
  const list: ExceptionEntry[] = [];
  const seen = new Set<unknown>();
  const add = (error: unknown, origin?: Origin) => {
    if (list.length >= mostEntries || seen.has(error)) return;
    if (Object(error) === error) seen.add(error);
    const {message, stack, cause, members, isError} = read(error);
    const frames = stackFrames(stack, folder);
    const id = list.length;
    list.push({
      type: errorTypeOf(error ?? null, 500),
      value: messages ? message.slice(0, longestMessage) : '',
      mechanism: {
        ...(origin ? {type: 'chained', source: origin.source} : {type: handled ? 'generic' : 'middleware', handled}),
        // Of something that is no error there is no stack.
        synthetic: !isError,
        exception_id: id,
        ...(origin && {parent_id: origin.parent_id}),
      },
      ...(frames.length > 0 && {stacktrace: {type: 'raw' as const, frames}}),
    });
    if (cause != null) add(cause, {source: 'cause', parent_id: id});
    for (const member of members) add(member, {source: 'member', parent_id: id});
  };
  add(thrown);
  return list;
};

const read = (error: unknown): {message: string; stack: unknown; cause: unknown; members: readonly unknown[]; isError: boolean} => {
  try {
    if (typeof error !== 'object' || error === null)
      return {message: typeof error === 'string' ? error : String(error), stack: undefined, cause: undefined, members: [], isError: false};
    const {message, stack, cause} = error as Partial<Error>;
    const members: unknown = error instanceof AggregateError ? error.errors : [];
    return {
      message: typeof message === 'string' ? message : '',
      stack,
      cause,
      members: Array.isArray(members) ? members.slice(0, mostEntries) : [],
      isError: error instanceof Error,
    };
  } catch {
    return {message: '', stack: undefined, cause: undefined, members: [], isError: false}; // a getter in trouble
  }
};

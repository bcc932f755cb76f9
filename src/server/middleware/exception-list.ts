import {errorTypeOf} from './classify-error.js';
import {stackFrames, type StackFrame} from './stack-frames.js';

/** One entry of `$exception_list`. */
export interface ExceptionEntry {
  readonly type: string;
  readonly value: string;
  readonly mechanism: {
    readonly type: 'middleware' | 'chained';
    readonly handled: boolean;
    readonly synthetic: boolean;
    readonly exception_id: number;
    readonly parent_id?: number;
  };
  readonly stacktrace?: {readonly type: 'raw'; readonly frames: readonly StackFrame[]};
}

const mostCauses = 5;
const longestMessage = 1000;

export interface ExceptionOptions {
  readonly messages: boolean;
  /** The application's folder. */
  readonly folder: string;
  /** Whether the application has dealt with it. */
  readonly handled: boolean;
}

/** An error and its causes as PostHog's `$exception_list`, not yet guarded. Takes anything that can be thrown. */
export const exceptionList = (thrown: unknown, {messages, folder, handled}: ExceptionOptions): ExceptionEntry[] => {
  const list: ExceptionEntry[] = [];
  const seen = new Set<unknown>();
  for (let error = thrown; list.length <= mostCauses && !seen.has(error) && (list.length === 0 || error != null);) {
    seen.add(error);
    const {message, stack, cause, isError} = read(error);
    const frames = stackFrames(stack, folder);
    const id = list.length;
    list.push({
      type: errorTypeOf(error ?? null, 500),
      value: messages ? message.slice(0, longestMessage) : '',
      mechanism: {
        type: id === 0 ? 'middleware' : 'chained',
        handled,
        // Of something that is no error there is no stack.
        synthetic: !isError,
        exception_id: id,
        ...(id > 0 && {parent_id: id - 1}),
      },
      ...(frames.length > 0 && {stacktrace: {type: 'raw' as const, frames}}),
    });
    error = cause;
  }
  return list;
};

const read = (error: unknown): {message: string; stack: unknown; cause: unknown; isError: boolean} => {
  try {
    if (typeof error !== 'object' || error === null)
      return {message: typeof error === 'string' ? error : String(error), stack: undefined, cause: undefined, isError: false};
    const {message, stack, cause} = error as Partial<Error>;
    return {message: typeof message === 'string' ? message : '', stack, cause, isError: error instanceof Error};
  } catch {
    return {message: '', stack: undefined, cause: undefined, isError: false}; // a getter in trouble
  }
};

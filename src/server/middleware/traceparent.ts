const pattern = /^([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-[\da-f]{2}(-|$)/;

/** The trace id of a `traceparent` header (W3C Trace Context), or undefined for garbage. */
export const traceIdOf = (header: string | undefined): string | undefined => {
  const [, version, trace, parent, more] = (header && pattern.exec(header)) || [];
  if (!trace || version === 'ff' || (version === '00' && more) || /^0+$/.test(trace) || /^0+$/.test(parent!)) return undefined;
  return trace;
};

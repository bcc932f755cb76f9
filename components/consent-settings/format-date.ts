/** Date and time in words of the language. */
export const formatDate = (time: string, lang: string | undefined): string => {
  try {
    return new Intl.DateTimeFormat(lang, {dateStyle: 'long', timeStyle: 'short'}).format(new Date(time));
  } catch {
    // A language tag of the owner's that is none: the browser's own language then.
    return formatDate(time, undefined);
  }
};

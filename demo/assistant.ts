export interface ToolUse {
  readonly name: 'calculator' | 'day_counter' | 'word_counter';
  readonly result: string;
  readonly ok: boolean;
}

export interface Answer {
  readonly text: string;
  readonly tool: ToolUse;
}

const round = (value: number) => String(Math.round(value * 1e6) / 1e6);

const calculate = (message: string): ToolUse => {
  const [, left, sign, right] = /(-?\d+(?:[.,]\d+)?)\s*([-+*x×/÷])\s*(-?\d+(?:[.,]\d+)?)/.exec(message) ?? [];
  const [a, b] = [Number(left?.replace(',', '.')), Number(right?.replace(',', '.'))];
  const value = sign === '+' ? a + b : sign === '-' ? a - b : sign === '/' || sign === '÷' ? a / b : a * b;
  const ok = sign !== undefined && Number.isFinite(value);
  return {name: 'calculator', result: ok ? round(value) : '–', ok};
};

const countDays = (today: Date): ToolUse => {
  const days = (Date.UTC(today.getFullYear(), 11, 31) - Date.UTC(today.getFullYear(), today.getMonth(), today.getDate())) / 86_400_000;
  return {name: 'day_counter', result: String(days), ok: true};
};

const countWords = (message: string): ToolUse => ({name: 'word_counter', result: String(message.match(/\S+/g)?.length ?? 0), ok: true});

const sentences = {
  en: {
    calculator: (result: string) => `That makes ${result}.`,
    day_counter: (result: string) => `${result} days are left this year. Shall I plan them?`,
    word_counter: (result: string) => `Those are ${result} words. Shorter is kinder: say what you want first, then why.`,
    failed: 'I can do one sum at a time: try “12 * 7”.',
  },
  de: {
    calculator: (result: string) => `Das macht ${result}.`,
    day_counter: (result: string) => `Das Jahr hat noch ${result} Tage. Soll ich sie planen?`,
    word_counter: (result: string) => `Das sind ${result} Wörter. Kürzer ist freundlicher: erst der Wunsch, dann der Grund.`,
    failed: 'Ich rechne eine Aufgabe auf einmal: versuchen Sie „12 * 7“.',
  },
};

/** Answers from a script, on this machine: each agent has one tool, and says what it found. */
export const answer = (agentId: string, message: string, language: 'en' | 'de', today = new Date()): Answer => {
  const tool = agentId === 'agent_theo' ? calculate(message) : agentId === 'agent_mila' ? countDays(today) : countWords(message);
  const say = sentences[language];
  return {text: tool.ok ? say[tool.name](tool.result) : say.failed, tool};
};

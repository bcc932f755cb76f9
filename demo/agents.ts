export interface Agent {
  readonly id: string;
  readonly name: string;
  readonly does: {readonly en: string; readonly de: string};
}

/** Made-up agents of a made-up app: each answers from a script, on this machine. */
export const agents: readonly [Agent, ...Agent[]] = [
  {id: 'agent_greta', name: 'greta', does: {en: 'Words: counts and tidies', de: 'Worte: zählt und räumt auf'}},
  {id: 'agent_theo', name: 'theo', does: {en: 'Numbers: calculates', de: 'Zahlen: rechnet'}},
  {id: 'agent_mila', name: 'mila', does: {en: 'Days: plans and counts down', de: 'Tage: plant und zählt herunter'}},
];

/** The agent with this id, or the first. */
export const agentById = (id: string): Agent => agents.find(agent => agent.id === id) ?? agents[0];

/** One message to begin with, for each agent; the first holds an e-mail address on purpose. */
export const examples: readonly {readonly id: string; readonly agentId: string; readonly en: string; readonly de: string}[] = [
  {
    id: 'mail',
    agentId: 'agent_greta',
    en: 'Write to hello@example.org about the offer',
    de: 'Schreib an hello@example.org wegen des Angebots',
  },
  {id: 'sum', agentId: 'agent_theo', en: 'What is 17 * 24?', de: 'Was ist 17 * 24?'},
  {id: 'days', agentId: 'agent_mila', en: 'How many days are left this year?', de: 'Wie viele Tage hat das Jahr noch?'},
];

import type {ToolUse} from './assistant.js';

export interface Message {
  readonly from: 'visitor' | 'agent';
  readonly text: string;
  readonly attachment?: string;
  readonly tool?: ToolUse;
  readonly rating?: 'up' | 'down';
}

export interface Chat {
  readonly id: string;
  readonly agentId: string;
  readonly messages: readonly Message[];
  /** True while the agent writes. */
  readonly busy: boolean;
}

export interface ChatState {
  readonly chats: readonly Chat[];
  /** The chat on show, or undefined for the welcome page. */
  readonly open: string | undefined;
  /** Who is asked next. */
  readonly agentId: string;
}

export type ChatStore = ReturnType<typeof createChatStore>;

/** The first words of the first message: what lists and the page's title show. */
export const chatTitle = (chat: Chat): string => chat.messages[0]?.text.slice(0, 48) ?? '';

/** The chats, in memory only: a reload begins afresh. */
export const createChatStore = (agentId: string, createId: () => string) => {
  let state: ChatState = {chats: [], open: undefined, agentId};
  const listeners = new Set<(state: ChatState) => void>();
  const set = (change: Partial<ChatState>) => {
    state = {...state, ...change};
    listeners.forEach(listener => listener(state));
  };
  const change = (id: string, next: (chat: Chat) => Partial<Chat>) =>
    set({chats: state.chats.map(chat => (chat.id === id ? {...chat, ...next(chat)} : chat))});

  return {
    get: () => state,
    subscribe(listener: (state: ChatState) => void) {
      listeners.add(listener);
      listener(state);
    },
    current: () => state.chats.find(chat => chat.id === state.open),
    /** Begins a chat with the chosen agent and opens it. */
    begin(): Chat {
      const chat: Chat = {id: createId(), agentId: state.agentId, messages: [], busy: false};
      set({chats: [chat, ...state.chats], open: chat.id});
      return chat;
    },
    open(id: string | undefined) {
      const chat = state.chats.find(known => known.id === id);
      set({open: chat?.id, agentId: chat?.agentId ?? state.agentId});
    },
    choose(id: string) {
      set({agentId: id});
      if (state.open) change(state.open, () => ({agentId: id}));
    },
    add: (id: string, message: Message) => change(id, chat => ({messages: [...chat.messages, message], busy: message.from === 'visitor'})),
    rate: (id: string, index: number, rating: 'up' | 'down') =>
      change(id, chat => ({messages: chat.messages.map((message, at) => (at === index ? {...message, rating} : message))})),
  };
};

import {analytics} from 'askfirst';
import {agents} from './agents.js';
import {answer} from './assistant.js';
import type {ChatWishes} from './chat-parts.js';
import {createChatStore} from './chat-store.js';
import {renderChat} from './chat-view.js';

const createId = () => `chat_${Array.from(crypto.getRandomValues(new Uint8Array(4)), byte => byte.toString(16).padStart(2, '0')).join('')}`;

const openInPath = () => /^\/chat\/(\w+)$/.exec(location.pathname)?.[1];

/** The chat: what the visitor does, what the script answers, and what is told about it. `render` draws it anew after a change of language. */
export const createChat = () => {
  const store = createChatStore(agents[0].id, createId);

  const reply = (chatId: string, agentId: string, message: string) => {
    const began = performance.now();
    const {text, tool} = answer(agentId, message, document.documentElement.lang === 'de' ? 'de' : 'en');
    // The demo's backend measures too; the headers tell it the decision, and only after a yes who it is.
    fetch(`/api/chats/${chatId}/answers`, {method: 'POST', headers: analytics.headers()}).catch(() => {});
    const toolMs = 120 + Math.round(Math.random() * 200);
    setTimeout(() => {
      analytics.track('tool_executed', {
        chat_id: chatId,
        agent_id: agentId,
        tool_name: tool.name,
        duration_ms: toolMs,
        is_success: tool.ok,
      });
      if (!tool.ok) analytics.track('error_occurred', {source: 'tool', error_type: 'not_understood', chat_id: chatId});
    }, toolMs);
    setTimeout(
      () => {
        store.add(chatId, {from: 'agent', text, tool});
        analytics.track('message_received', {
          chat_id: chatId,
          agent_id: agentId,
          message_length_chars: text.length,
          response_time_ms: Math.round(performance.now() - began),
        });
      },
      toolMs + 500 + Math.random() * 300,
    );
  };

  const show = (id: string | undefined) => {
    store.open(id);
    history.pushState(null, '', id ? `/chat/${id}` : '/');
  };

  const send = (message: string, attachment?: string) => {
    const chat = store.current() ?? store.begin();
    const isNew = chat.messages.length === 0;
    if (isNew) analytics.track('chat_started', {chat_id: chat.id, agent_id: chat.agentId});
    store.add(chat.id, {from: 'visitor', text: message, ...(attachment ? {attachment} : {})});
    if (isNew) history.pushState(null, '', `/chat/${chat.id}`);
    analytics.track('message_sent', {
      chat_id: chat.id,
      agent_id: chat.agentId,
      message_length_chars: message.length,
      has_attachments: attachment !== undefined,
      message_preview: message.slice(0, 80),
    });
    reply(chat.id, chat.agentId, message);
  };

  const choose = (agentId: string) => {
    const previous = store.get().agentId;
    if (agentId === previous) return;
    store.choose(agentId);
    analytics.track('agent_selected', {agent_id: agentId, previous_agent_id: previous});
  };

  const wishes: ChatWishes = {
    open: show,
    choose,
    send,
    rate: (index, rating) => {
      const chat = store.current();
      if (!chat || chat.messages[index]?.rating === rating) return;
      store.rate(chat.id, index, rating);
      analytics.track('feedback_given', {chat_id: chat.id, agent_id: chat.agentId, message_index: index, rating});
    },
  };

  if (openInPath()) history.replaceState(null, '', '/');
  addEventListener('popstate', () => store.open(openInPath()));
  store.subscribe(state => renderChat(state, wishes));

  return {
    send,
    choose,
    /** The page to begin from: no chat is made before its first message. */
    leave: () => show(undefined),
    render: () => renderChat(store.get(), wishes),
  };
};

export type ChatRoom = ReturnType<typeof createChat>;

import {agentById, agents} from './agents.js';
import {bubble, chatItem, typing, welcome, type ChatWishes} from './chat-parts.js';
import {chatTitle, type Chat, type ChatState} from './chat-store.js';
import {byId, h} from './dom.js';
import {text} from './texts.js';
import {updateChildren, type Item} from './update-children.js';

const messageItems = (chat: Chat, wishes: ChatWishes): Item[] => [
  ...chat.messages.map((message, index) => ({
    shows: [chat.id, message, message.from === 'agent' && chat.agentId],
    make: () => bubble(message, index, chat, wishes),
  })),
  ...(chat.busy ? [{shows: 'typing', make: () => typing(chat)}] : []),
];

/** Shows the state of the chats in the document, and passes wishes up. */
export const renderChat = ({chats, open, agentId}: ChatState, wishes: ChatWishes): void => {
  const chat = chats.find(known => known.id === open);
  const agent = agentById(agentId);
  byId('chat-title').textContent = chat ? chatTitle(chat) : text('newChat');
  document.title = chat ? `${chatTitle(chat)} · kettle` : 'kettle';

  const chatItems = chats.map(known => ({
    shows: [known.id, known.agentId, chatTitle(known), known === chat],
    make: () => chatItem(known, known === chat, wishes),
  }));
  updateChildren(byId('chats'), chats.length ? chatItems : [{shows: 'none', make: () => h('li', {class: 'none'}, text('noChats'))}]);
  const picker = byId<HTMLSelectElement>('agent');
  if (picker.options.length === 0) picker.append(...agents.map(known => h('option', {value: known.id}, known.name)));
  picker.value = agentId;

  byId('welcome').hidden = chat !== undefined;
  updateChildren(byId('welcome'), [{shows: agentId, make: () => welcome(agentId, wishes)}]);
  updateChildren(byId('messages'), chat ? messageItems(chat, wishes) : []);
  byId('scroll').scrollTop = chat ? byId('scroll').scrollHeight : 0;

  const field = byId<HTMLTextAreaElement>('text');
  field.placeholder = text('placeholder', {agent: agent.name});
  field.setAttribute('aria-label', field.placeholder);
};

import {agentById, agents, examples} from './agents.js';
import {chatTitle, type Chat, type Message} from './chat-store.js';
import {h} from './dom.js';
import {text} from './texts.js';

/** What the visitor may want. */
export interface ChatWishes {
  open(id: string): void;
  choose(agentId: string): void;
  send(message: string): void;
  rate(index: number, rating: 'up' | 'down'): void;
}

const language = () => (document.documentElement.lang === 'de' ? 'de' : 'en');

const avatar = (agentId: string) => h('span', {class: `avatar ${agentId}`, 'aria-hidden': 'true'}, agentById(agentId).name.slice(0, 1));

/** One line of the list of chats. */
export const chatItem = (chat: Chat, open: boolean, wishes: ChatWishes) =>
  h(
    'li',
    {},
    h(
      'a',
      {
        href: `/chat/${chat.id}`,
        'aria-current': open && 'page',
        click: event => {
          const {metaKey, ctrlKey, shiftKey} = event as MouseEvent;
          if (metaKey || ctrlKey || shiftKey) return;
          event.preventDefault();
          wishes.open(chat.id);
        },
      },
      avatar(chat.agentId),
      h('span', {class: 'chat-name', dir: 'auto'}, chatTitle(chat) || text('newChat')),
    ),
  );

/** Drawn once in the document, pointed at from everywhere. */
const thumbIcon = (rating: 'up' | 'down') => {
  const icon = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  use.setAttribute('href', '#thumb');
  icon.append(use);
  icon.setAttribute('viewBox', '0 0 20 20');
  icon.setAttribute('aria-hidden', 'true');
  icon.setAttribute('class', `thumb-${rating}`);
  return icon;
};

const thumb = (rating: 'up' | 'down', message: Message, index: number, wishes: ChatWishes) =>
  h(
    'button',
    {
      type: 'button',
      class: 'thumb',
      'aria-label': text(rating === 'up' ? 'good' : 'bad'),
      'aria-pressed': String(message.rating === rating),
      'data-focus': `${index}-${rating}`,
      click: () => wishes.rate(index, rating),
    },
    thumbIcon(rating),
  );

/** One message, with what the agent used and the thumbs under its answers. */
export const bubble = (message: Message, index: number, chat: Chat, wishes: ChatWishes) =>
  h(
    'li',
    {class: `message from-${message.from}`},
    message.from === 'agent' ? avatar(chat.agentId) : null,
    h(
      'div',
      {class: 'body'},
      h('span', {class: 'visually-hidden'}, message.from === 'agent' ? agentById(chat.agentId).name : text('you')),
      message.tool ? h('p', {class: 'tool'}, h('code', {}, message.tool.name), h('span', {}, message.tool.result)) : null,
      h('p', {class: 'text', dir: 'auto'}, message.text),
      message.attachment ? h('p', {class: 'file', dir: 'auto'}, message.attachment) : null,
      message.from === 'agent'
        ? h('div', {class: 'thumbs'}, thumb('up', message, index, wishes), thumb('down', message, index, wishes))
        : null,
    ),
  );

/** The agent is writing. */
export const typing = (chat: Chat) =>
  h(
    'li',
    {class: 'message from-agent typing'},
    avatar(chat.agentId),
    h('div', {class: 'body', role: 'img', 'aria-label': text('thinking', {agent: agentById(chat.agentId).name})}, h('i'), h('i'), h('i')),
  );

/** What there is before the first message: agents to pick, and ways to begin. */
export const welcome = (agentId: string, wishes: ChatWishes) =>
  h(
    'div',
    {class: 'inner'},
    h('h3', {}, text('welcome')),
    h(
      'div',
      {class: 'agents'},
      ...agents.map(agent =>
        h(
          'button',
          {
            type: 'button',
            class: 'agent',
            'aria-pressed': String(agent.id === agentId),
            'data-focus': agent.id,
            click: () => wishes.choose(agent.id),
          },
          avatar(agent.id),
          h('strong', {}, agent.name),
          h('span', {}, agent.does[language()]),
        ),
      ),
    ),
    h('p', {class: 'hint'}, text('tryOne')),
    h(
      'div',
      {class: 'examples'},
      ...examples.map(example =>
        h(
          'button',
          {
            type: 'button',
            class: 'example',
            'data-track': 'example_opened',
            'data-track-example-id': example.id,
            click: () => {
              wishes.choose(example.agentId);
              wishes.send(example[language()]);
            },
          },
          example[language()],
        ),
      ),
    ),
  );

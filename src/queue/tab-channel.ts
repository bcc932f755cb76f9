import type {QueueParts} from './queue-parts.js';
import type {Verdict} from './account.js';

/** How tabs tell each other what became of whose records, and that the visitor has withdrawn. */
export interface TabChannel {
  open(): void;
  close(): void;
  /** `mark` tells one grant's storage from another's. */
  erase(mark: string): void;
  /** Tells the tab that wrote the segment. */
  verdict(owner: string, key: string, verdict: Verdict, count: number): void;
  /** Whether this tab hears the others now. */
  hears(): boolean;
}

export interface TabChannelParts {
  readonly openChannel: QueueParts['openChannel'];
  readonly name: string;
  readonly tab: string;
  readonly onErase: (mark: string) => void;
  /** Says whether the records stood on this tab's own account. */
  readonly onVerdict: (key: string, verdict: Verdict, count: number) => boolean;
  /** The owner lives and has booked them itself. */
  readonly onBooked: (verdict: Verdict, count: number) => void;
}

type Message = readonly [to: string, from: string, key: string, verdict: Verdict, count: number];

const everyone = '*';

export const createTabChannel = ({openChannel, name, tab, onErase, onVerdict, onBooked}: TabChannelParts): TabChannel => {
  let channel: BroadcastChannel | undefined;

  const post = (...message: Message) => {
    try {
      channel?.postMessage(message);
    } catch {
      // closed under us: the other tabs find out from storage
    }
  };

  const listen = ({data}: MessageEvent) => {
    if (!Array.isArray(data)) return;
    const [to, from, key, verdict, count] = data as unknown as Message;
    if (to === everyone) onErase(key);
    else if (to !== tab) return;
    else if (!key) onBooked(verdict, count);
    else if (onVerdict(key, verdict, count)) post(from, tab, '', verdict, count);
  };

  return {
    open() {
      if (channel) return;
      try {
        channel = openChannel?.(name);
        if (channel) channel.onmessage = listen;
      } catch {
        // denied in this context: storage alone has to do
      }
    },
    close() {
      channel?.close();
      channel = undefined;
    },
    erase: mark => post(everyone, tab, mark, '', 0),
    verdict: (owner, key, verdict, count) => post(owner, tab, key, verdict, count),
    hears: () => channel !== undefined,
  };
};

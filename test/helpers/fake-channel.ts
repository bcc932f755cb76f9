interface Port {
  onmessage: ((event: MessageEvent) => void) | null;
}

/** BroadcastChannel within one profile: everyone of that name but the sender, later, as copies. */
export class FakeChannels {
  readonly #ports = new Map<Port, {readonly name: string; readonly tab: object}>();
  readonly #later: (deliver: () => void) => void;

  constructor(later: (deliver: () => void) => void) {
    this.#later = later;
  }

  drop(tab: object): void {
    for (const [port, owner] of this.#ports) if (owner.tab === tab) this.#ports.delete(port);
  }

  view(tab: object): (name: string) => BroadcastChannel {
    return name => {
      const port = {
        onmessage: null,
        postMessage: (data: unknown) => {
          const copy = structuredClone(data);
          for (const [other, owner] of this.#ports)
            if (other !== port && owner.name === name)
              this.#later(() => this.#ports.has(other) && other.onmessage?.({data: copy} as MessageEvent));
        },
        close: () => void this.#ports.delete(port),
      };
      this.#ports.set(port, {name, tab});
      return port as unknown as BroadcastChannel;
    };
  }
}

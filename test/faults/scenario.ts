import type {Engine} from './driver.js';
import type {World} from './world.js';

export interface Scenario {
  /** Scenarios of one number belong together: `10`, `10b`. */
  readonly id: string;
  readonly title: string;
  readonly engines: readonly Engine[];
  run(world: World): Promise<void>;
}

/** A span of time (ms) that is itself the fault, such as an outage. */
export const pass = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));

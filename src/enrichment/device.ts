import type {Properties} from '../types.js';

/** The part of the window that the device is read from. */
export interface DeviceSource {
  readonly innerWidth: number;
  readonly innerHeight: number;
  readonly screen?: {readonly width: number; readonly height: number};
  addEventListener(name: 'resize', listener: () => void, options: {passive: boolean; signal: AbortSignal}): void;
}

/** By viewport width in CSS pixels: `mobile` below 768, `tablet` below 1024, else `desktop`. */
export const deviceType = (width: number): 'mobile' | 'tablet' | 'desktop' =>
  width < 768 ? 'mobile' : width < 1024 ? 'tablet' : 'desktop';

/** Sizes in CSS pixels. Read again only after a resize: asking for `innerWidth` can force a layout. */
export const createDeviceEnricher = (source: DeviceSource, signal: AbortSignal): (() => Properties) => {
  let known: Properties | null = null;
  source.addEventListener('resize', () => (known = null), {passive: true, signal});
  return () =>
    (known ??= {
      device_type: deviceType(source.innerWidth),
      viewport_width: source.innerWidth,
      viewport_height: source.innerHeight,
      ...(source.screen && {screen_width: source.screen.width, screen_height: source.screen.height}),
    });
};

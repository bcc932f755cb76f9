import {parentOf} from './rendered.js';

/** Red, green and blue (0 to 255), and opacity (0 to 1). */
type Colour = readonly [red: number, green: number, blue: number, alpha: number];

let pen: CanvasRenderingContext2D | null | undefined;

/** Any CSS colour in numbers: painted and read back, as only the browser knows all its notations. */
const readColour = (css: string): Colour => {
  pen ??= Object.assign(document.createElement('canvas'), {width: 1, height: 1}).getContext('2d', {willReadFrequently: true});
  if (!pen) return [0, 0, 0, 0];
  pen.clearRect(0, 0, 1, 1);
  pen.fillStyle = css;
  pen.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 0] = pen.getImageData(0, 0, 1, 1).data;
  return [red, green, blue, alpha / 255];
};

const over = ([r, g, b, a]: Colour, [br, bg, bb]: Colour): Colour => [r * a + br * (1 - a), g * a + bg * (1 - a), b * a + bb * (1 - a), 1];

/** The colour behind an element's text; undefined where a picture lies there, or where the layer it opens in is see-through. */
const ground = (element: Element | null): Colour | undefined => {
  if (!element) return readColour('Canvas');
  const {backgroundColor, backgroundImage} = getComputedStyle(element);
  if (backgroundImage !== 'none') return undefined;
  const own = readColour(backgroundColor);
  if (own[3] === 1) return own;
  const behind = ground(parentOf(element));
  return behind && over(own, behind);
};

const luminance = (colour: Colour): number => {
  const [r, g, b] = colour.map(value => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
};

/** The contrast of an element's text with what lies behind it (1 to 21, as WCAG 2.2 counts), or undefined where that cannot be told. */
export const contrastOf = (element: Element): number | undefined => {
  const behind = ground(element);
  if (!behind) return undefined;
  const [a, b] = [luminance(over(readColour(getComputedStyle(element).color), behind)), luminance(behind)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
};

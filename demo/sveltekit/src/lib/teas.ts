export interface Tea {
  readonly slug: string;
  readonly name: string;
  readonly from: string;
  readonly minutes: number;
}

export const teas: readonly Tea[] = [
  {slug: 'sencha', name: 'Sencha', from: 'Shizuoka', minutes: 2},
  {slug: 'darjeeling', name: 'Darjeeling', from: 'West Bengal', minutes: 3},
  {slug: 'rooibos', name: 'Rooibos', from: 'Cederberg', minutes: 7},
];

export const findTea = (slug: string): Tea | undefined => teas.find(tea => tea.slug === slug);

/** A piece of a page. Only `html` makes them, so a text can enter a page in no other way than escaped. */
export class Html {
  /** Read by `html` and by whoever sends the finished page. */
  readonly #text: string;
  private constructor(text: string) {
    this.#text = text;
  }
  toString(): string {
    return this.#text;
  }
  /** The template's own text is ours and stays; every value is escaped. */
  static of(template: TemplateStringsArray, values: readonly Content[]): Html {
    const pieces = template.map((piece, index) => piece + (index < values.length ? render(values[index] ?? null) : ''));
    return new Html(pieces.join(''));
  }
}

export type Content = Html | string | number | null | readonly Content[];

/** A page or a part of one: `html\`<p>${text}</p>\``. Attribute values must stand in double quotes. */
export const html = (template: TemplateStringsArray, ...values: Content[]): Html => Html.of(template, values);

function render(value: Content): string {
  if (value === null) return '';
  if (value instanceof Html) return value.toString();
  if (typeof value === 'string' || typeof value === 'number') return escaped(String(value));
  return value.map(render).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');

/** A link where the address is one that a browser may open, else only its label: `javascript:` is not. */
export function link(address: string, label: Content): Html {
  const opens = URL.canParse(address) && ['http:', 'https:', 'mailto:'].includes(new URL(address).protocol);
  return opens
    ? html`<a href="${address}" target="_blank" rel="noopener noreferrer">${label}</a>`
    : html`<span title="${address}">${label}</span>`;
}

/** The time of day as the terminal shows it too, exact to the machine. */
export const time = (at: string): Html => html`<time datetime="${at}">${clock(at)}</time>`;

/** `14:02:05`, in this machine's time zone. */
export const clock = (at: string): string => new Date(at).toTimeString().slice(0, 8);

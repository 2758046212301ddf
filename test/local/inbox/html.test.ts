import * as fc from 'fast-check';
import { html, link } from '../../../local/inbox/html';
import { mrkdwn, plain } from '../../../local/inbox/mrkdwn';

const render = (text: string) => html`${mrkdwn(text)}`.toString();

test('every value is escaped, wherever it stands', () => {
  const evil = '"><script>alert(1)</script>\'&';
  expect(html`<p title="${evil}">${evil}</p>`.toString()).toBe(
    '<p title="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&#39;&amp;">&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&#39;&amp;</p>',
  );
});

test('parts of pages are put together as they are', () => {
  expect(html`<ul>${['a', 'b'].map((text) => html`<li>${text}</li>`)}${null}</ul>`.toString()).toBe(
    '<ul><li>a</li><li>b</li></ul>',
  );
});

test.each<[string, boolean]>([
  ['https://example.com/a', true],
  ['http://example.com', true],
  ['mailto:ops@example.com', true],
  ['javascript:alert(1)', false],
  ['JaVaScRiPt:alert(1)', false],
  ['data:text/html,<script>', false],
  ['no address', false],
])('%s is a link: %s', (address, isLink) => {
  expect(link(address, 'x').toString().startsWith('<a ')).toBe(isLink);
});

test.each<[string, string]>([
  ['*bold* and _italic_ and ~gone~', '<strong>bold</strong> and <em>italic</em> and <s>gone</s>'],
  ['2*3*4 snake_case_name', '2*3*4 snake_case_name'],
  ['`a *b*`', '<code>a *b*</code>'],
  ['&lt;b&gt; &amp;amp;', '&lt;b&gt; &amp;amp;'],
  ['<!channel>', '<mark>@channel</mark>'],
  ['<!date^1^{date}|noon>', 'noon'],
  ['<https://example.com|here>', '<a href="https://example.com" target="_blank" rel="noopener noreferrer">here</a>'],
  ['<javascript:alert(1)|here>', '<span title="javascript:alert(1)">here</span>'],
  [
    ':red_circle: :unknown:',
    '<svg class="sign" role="img" aria-label="red circle" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7" fill="#d92d20"/></svg> :unknown:',
  ],
])('Slack shows %s', (text, expected) => {
  expect(render(text)).toBe(expected);
});

test('no text whatever brings markup of its own into a page', () => {
  const harmless = fc.property(fc.string({ unit: fc.constantFrom(...'<>"\'&*_~`|!@#:/ ajx=\n') }), (text) => {
    const tags = [...render(text).matchAll(/<\/?(\w+)/g)].map(([, name]) => name);
    expect(
      tags.filter((name) => !['strong', 'em', 's', 'code', 'pre', 'mark', 'a', 'span', 'svg'].includes(name ?? '')),
    ).toEqual([]);
  });
  fc.assert(harmless, { numRuns: 500 });
});

test('plain text has no markup at all', () => {
  expect(html`${plain('*a* <b>')}`.toString()).toBe('*a* &lt;b&gt;');
});

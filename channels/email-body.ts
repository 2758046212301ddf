import { worst } from '../core/notification/clip';
import type { Notification } from '../core/notification/notification';
import { wellFormed } from '../core/notification/text';
import { alertLines, type Tone, type Wording } from '../core/notification/wording';

/** Rows of alerts in one mail; the rest is counted. */
const MAX_ALERTS = 50;

/** White on each of these is readable (contrast over 4.5), in light and in dark. */
const COLORS: Readonly<Record<Tone, string>> = {
  critical: '#b71c1c',
  error: '#bf360c',
  warning: '#8a5a00',
  info: '#0d47a1',
  resolved: '#1b5e20',
  acknowledged: '#4a148c',
};

const rowsOf = (wording: Wording): readonly (readonly [string, string])[] =>
  (
    [
      ['State', wording.word],
      ['Severity', wording.severity],
      [wording.tone === 'resolved' ? 'Lasted' : 'Since', wording.period],
      ['Value', wording.value],
      ['Alerts', wording.counts],
      ['News', wording.note],
    ] as const
  ).flatMap(([name, text]) => (text === null ? [] : [[name, text] as const]));

const linesOf = ({ alerts }: Notification): readonly string[] =>
  alerts.length > 1 ? alertLines(worst(alerts, MAX_ALERTS), MAX_ALERTS) : [];

const footOf = ({ receiver, incident }: Notification): string => wellFormed(`Tocsin · ${receiver} · ${incident}`);

/** The mail as plain text. */
export function emailText(notification: Notification, wording: Wording): string {
  const lines = linesOf(notification);
  return [
    `${wording.title}\n${wording.what}`,
    rowsOf(wording)
      .map(([name, text]) => `${name}: ${text}`)
      .join('\n'),
    wording.links.map(({ text, url }) => `${text}: ${url}`).join('\n'),
    wording.description ?? '',
    lines.map((line) => `- ${line}`).join('\n'),
    `-- \n${footOf(notification)}`,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

export const escapeHtml = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

const FONT = 'font-family:-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif';
/** Outlook reads the inline styles only; what knows the query follows the reader's own choice. */
const STYLE = `:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){.page{background:#121212!important}.card{background:#1e1e1e!important}.text{color:#eeeeee!important}.faint{color:#b0b0b0!important}.link{color:#8ab4f8!important}.row{border-color:#3a3a3a!important}}`;

/** The mail as HTML: tables and inline styles, for Outlook; no picture, no script, nothing fetched. */
export function emailHtml(notification: Notification, wording: Wording): string {
  const rows = rowsOf(wording).map(([name, text]) => row(name, text));
  const lines = linesOf(notification).map((line) => `<li>${escapeHtml(line)}</li>`);
  const links = wording.links.map(
    ({ text, url }) => `<a class="link" href="${escapeHtml(url)}" style="color:#0b57d0;margin-right:16px">${text}</a>`,
  );
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(wording.title)}</title>
<style>${STYLE}</style>
</head>
<body class="page" style="margin:0;padding:16px;background:#f4f4f4;${FONT}">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td align="center">
<table class="card" role="presentation" width="600" cellpadding="0" cellspacing="0" border="0" style="width:100%;max-width:600px;background:#ffffff">
<tr><td bgcolor="${COLORS[wording.tone]}" style="padding:16px 20px;background:${COLORS[wording.tone]};color:#ffffff">
<h1 style="margin:0;font-size:18px;line-height:24px;color:#ffffff;${FONT}">${escapeHtml(wording.title)}</h1>
</td></tr>
<tr><td class="text" style="padding:16px 20px;color:#1a1a1a;font-size:15px;line-height:22px;${FONT}">
<p style="margin:0 0 16px">${escapeHtml(wording.what)}</p>
<table width="100%" cellpadding="0" cellspacing="0" border="0" style="border-collapse:collapse;font-size:14px">
${rows.join('\n')}
</table>
${links.length > 0 ? `<p style="margin:16px 0 0">${links.join('\n')}</p>` : ''}
${wording.description ? `<p style="margin:16px 0 0">${escapeHtml(wording.description).replaceAll('\n', '<br>')}</p>` : ''}
${lines.length > 0 ? `<ul style="margin:16px 0 0;padding-left:20px">${lines.join('\n')}</ul>` : ''}
<p class="faint" style="margin:20px 0 0;color:#5f6368;font-size:12px">${escapeHtml(footOf(notification))}</p>
</td></tr></table>
</td></tr></table>
</body>
</html>`;
}

const row = (name: string, text: string): string =>
  `<tr class="row" style="border-bottom:1px solid #e0e0e0"><th scope="row" align="left" class="faint" style="padding:6px 12px 6px 0;font-weight:600;color:#5f6368;white-space:nowrap;vertical-align:top">${name}</th><td class="text" style="padding:6px 0;color:#1a1a1a">${escapeHtml(text)}</td></tr>`;

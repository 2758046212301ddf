/** What stands where a secret stood. */
export const REDACTED = '[redacted]';

/**
 * Secrets by their looks; a group that is kept comes first. Each pattern takes linear time on any text: runs are
 * bounded, or start only where no run of the same characters precedes them.
 */
const SECRETS: readonly RegExp[] = [
  // AWS: access key ids (long-term and temporary), and the secret beside its name.
  /()\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /((?:\baws_?session_?token|\b(?:aws_?)?secret_?access_?key)\\{0,3}["']?[ \t]{0,4}[=:][ \t]{0,4}\\{0,3}["']?)[\w/+=-]{16,2048}/gi,
  // Bearer and basic credentials of an HTTP header.
  /(\bbearer[ \t]{1,4})[\w.~+/-]{16,4096}=*/gi,
  /(\bauthorization\\{0,3}["']?[ \t]{0,4}[=:][ \t]{0,4}\\{0,3}["']?(?:basic[ \t]{1,4})?)[\w.~+/-]{16,4096}=*/gi,
  // JSON web tokens.
  /((?<![\w-]))eyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g,
  // Slack: tokens and webhook addresses.
  /()\bxox[a-z]-[\w-]{10,256}/g,
  /()\bxapp-[\w-]{10,256}/g,
  /(hooks\.slack\.com\/(?:services|workflows|triggers)\/)[\w/-]{8,256}/gi,
  // PagerDuty: keys in addresses, and beside their names.
  /(pagerduty\.com\/(?:integration|generic\/[\w-]{1,32})\/)[\w-]{16,128}/gi,
  /(\b(?:routing|service|integration)_?key\\{0,3}["']?[ \t]{0,4}[=:][ \t]{0,4}\\{0,3}["']?)[\w-]{16,128}/gi,
  // Other providers' own marks: GitHub, GitLab, npm, Stripe, Anthropic, OpenAI, Google, SendGrid.
  /()\b(?:gh[pousr]_|github_pat_|glpat-|npm_|[sr]k_(?:live|test)_|sk-(?:ant|proj)-)[\w-]{16,256}/g,
  /()\bAIza[\w-]{35}/g,
  /()\bSG\.[\w-]{16,64}\.[\w-]{16,128}/g,
  // A password in an address: it may hold an @ itself.
  /(:\/\/[^\s/:@"'<>]{0,128}:)[^\s/"'<>]{1,512}(?=@)/g,
  // A parameter of an address that grants something.
  /([?&](?:x-amz-signature|x-amz-security-token|x-amz-credential|signature|sig|token|access_token|refresh_token|id_token|api_?key|key|secret|client_secret|password)=)[^&#\s"'<>]{1,4096}/gi,
  // Whatever calls itself a secret. After a colon prose is likelier: there it must
  // look random. The ARN of a stored secret only names one.
  /((?:password|passwd|\bpwd|secret|token|api_?key)\\{0,3}["']?=\\{0,3}["']?)[^\s"'&,;<>\\]{4,1024}/gi,
  /((?:password|passwd|\bpwd|(?<!:\d{12}:)secret|token|api_?key)\\{0,3}["']?:[ \t]{0,4}\\{0,3}["']?)(?=[^\s\d"'&,;<>\\]{0,64}\d)[^\s"'&,;<>\\]{6,1024}/gi,
];

const KEY_BEGINS = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;
const KEY_ENDS = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/g;

/** The text with its secrets as `[redacted]`, the rest verbatim. */
export function redact(text: string): string {
  return SECRETS.reduce((rest, secret) => rest.replace(secret, `$1${REDACTED}`), redactPrivateKeys(text));
}

/** PEM blocks; one without an end, as a cut leaves it, reaches to the end of the text. */
function redactPrivateKeys(text: string): string {
  const kept: string[] = [];
  let from = 0;
  for (const { index, 0: head } of text.matchAll(KEY_BEGINS)) {
    if (index < from) continue;
    KEY_ENDS.lastIndex = index + head.length;
    const end = KEY_ENDS.exec(text);
    kept.push(text.slice(from, index), REDACTED);
    from = end ? end.index + end[0].length : text.length;
  }
  return [...kept, text.slice(from)].join('');
}

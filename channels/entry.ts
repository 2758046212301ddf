import * as z from 'zod/mini';
import { hash } from '../core/hash';
import { parseDuration } from '../formats/alertmanager/duration';
import { type Secret, secret } from './channel';

/** What the entries of all channels are made of; every schema here reads its own output as itself. */

const TEMPLATE = /\{\{/;

/** Text as it stands: Go templates would be sent as they are written. */
export const literal = (max = 1_024, instead?: string) =>
  z.string(instead).check(
    z.maxLength(max),
    z.refine((text) => !TEMPLATE.test(text), {
      error: 'Go templates are not supported: messages are worded by Tocsin; write plain text or remove the key',
    }),
  );

/** A key of Alertmanager's on which nothing here acts: said, never silently ignored. */
export const unsupported = (instead: string) => z.optional(z.never({ error: `is not supported: ${instead}` }));

/** The same for many keys. */
export const allUnsupported = <Key extends string>(
  keys: readonly Key[],
  instead: string,
): Record<Key, ReturnType<typeof unsupported>> =>
  Object.fromEntries(keys.map((key) => [key, unsupported(instead)])) as Record<Key, ReturnType<typeof unsupported>>;

const REFERENCE = /^(ssm:\/[\w./-]+|secretsmanager:[\w/+=.@:-]+)$/;
const SECRET_HINT = 'write a reference, "ssm:/name" or "secretsmanager:name": there are no files where this runs';

/** A `*_file` key: names where the secret lies. */
export const secretRef = z.union(
  [
    z.pipe(
      z.string().check(z.regex(REFERENCE)),
      z.transform((reference: string): Secret => secret(reference)),
    ),
    z.pipe(
      z.strictObject({ $secret: z.string().check(z.regex(REFERENCE)) }),
      z.transform(({ $secret }: Secret): Secret => secret($secret)),
    ),
  ],
  { error: SECRET_HINT },
);

/** A secret in clear: fine for a replay, a deploy refuses it. */
export const inlineSecret = literal(2_048).check(z.minLength(1));

/** An address that is called. */
export const httpUrl = literal(2_048).check(
  z.refine(isHttp, { error: 'write an address, like "https://example.com/path"' }),
);

/** An address that is shown to people whose browser insists. */
export const httpsUrl = httpUrl.check(z.refine((text) => /^https:/i.test(text), { error: 'write an https address' }));

/** As people write it; a browser would also take `http:user:password@host`, in which we would not see the password. */
function isHttp(text: string): boolean {
  return /^https?:\/\/[^\s\\]+$/i.test(text) && URL.canParse(text);
}

/** A send must end well before the lease of its delivery does: a longer wait than this is cut to it. */
const MAX_TIMEOUT_MS = 15_000;
export const DEFAULT_TIMEOUT_MS = 10_000;

/** Alertmanager's `timeout`: any duration; 0 is the default. */
export const timeout = z.optional(
  z
    .string()
    .check(z.refine((text) => parseDuration(text) !== null, { error: 'write a duration, like "10s" or "500ms"' })),
);

/** How long to wait for an answer, in milliseconds. */
export const timeoutMs = (text: string | undefined): number =>
  Math.min((text === undefined ? 0 : parseDuration(text)) || DEFAULT_TIMEOUT_MS, MAX_TIMEOUT_MS);

export const sendResolved = z.optional(z.boolean());

const httpKeys = {
  proxy_url: unsupported('providers are called directly; remove it'),
  no_proxy: unsupported('providers are called directly; remove it'),
  proxy_from_environment: unsupported('providers are called directly; remove it'),
  proxy_connect_header: unsupported('providers are called directly; remove it'),
  tls_config: unsupported('the address needs a certificate of a public authority; remove it'),
  oauth2: unsupported('use authorization.credentials_file'),
  http_headers: unsupported('use authorization or basic_auth'),
  follow_redirects: unsupported('redirects are never followed; write the address they lead to'),
  enable_http2: unsupported('HTTP/1.1 is always used; remove it'),
};

const credentialKeys = {
  basic_auth: z.optional(
    z
      .strictObject({
        username: z.optional(literal()),
        username_file: z.optional(secretRef),
        password: z.optional(inlineSecret),
        password_file: z.optional(secretRef),
      })
      .check(
        z.refine((entry) => !(entry.username && entry.username_file), 'write username or username_file, not both'),
        z.refine((entry) => !(entry.password && entry.password_file), 'write password or password_file, not both'),
      ),
  ),
  authorization: z.optional(
    z
      .strictObject({
        type: z.optional(
          z.string().check(z.regex(/^bearer$/i, 'is not supported: only "Bearer" is; use basic_auth or url_file')),
        ),
        credentials: z.optional(inlineSecret),
        credentials_file: z.optional(secretRef),
      })
      .check(
        z.refine(
          ({ credentials, credentials_file }) => !(credentials && credentials_file),
          'write credentials or credentials_file, not both',
        ),
      ),
  ),
  bearer_token: z.optional(inlineSecret),
  bearer_token_file: z.optional(secretRef),
};

/** Alertmanager's `http_config` as far as it says who we are. */
export const httpConfig = z
  .strictObject({ ...httpKeys, ...credentialKeys })
  .check(
    z.refine(
      (http) =>
        [http.basic_auth, http.authorization, http.bearer_token, http.bearer_token_file].filter(Boolean).length <= 1,
      'write one of basic_auth, authorization, bearer_token and bearer_token_file',
    ),
  );

/** The same where the provider has its own way of knowing us. */
export const bareHttpConfig = (instead: string) =>
  z.strictObject({
    ...httpKeys,
    basic_auth: unsupported(instead),
    authorization: unsupported(instead),
    bearer_token: unsupported(instead),
    bearer_token_file: unsupported(instead),
  });

/** The members of a request that say who we are. */
export function credentialsOf(http: z.infer<typeof httpConfig> | undefined): {
  bearer?: string | Secret;
  basic?: { username: string | Secret; password: string | Secret };
} {
  const bearer =
    http?.authorization?.credentials ??
    http?.authorization?.credentials_file ??
    http?.bearer_token ??
    http?.bearer_token_file;
  if (bearer !== undefined) return { bearer };
  if (!http?.basic_auth) return {};
  const { username, username_file, password, password_file } = http.basic_auth;
  return { basic: { username: username ?? username_file ?? '', password: password ?? password_file ?? '' } };
}

/** Tells secrets apart without showing them: the reference, or a digest of what is written inline. */
export const secretName = (value: string | Secret | undefined): string => {
  if (value === undefined) return '';
  return typeof value === 'string' ? `#${hash(16, value)}` : value.$secret;
};

/** An address as people name it: as it is written, without credentials, query and fragment. */
export const bareUrl = (url: string): string => url.replace(/[?#].*$/s, '').replace(/^(\w+:\/\/)[^/?#]*@/, '$1');

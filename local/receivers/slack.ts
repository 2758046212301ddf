import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Json } from '../../core/json';
import { accepted, type Provider, refused } from './received';

const text = (max: number) => z.object({ type: z.enum(['plain_text', 'mrkdwn']), text: z.string().min(1).max(max) });
/** The blocks that the inbox can show; of other kinds only the type is looked at. */
export const Block = z.union([
  z.object({ type: z.literal('header'), text: text(150) }),
  z.object({ type: z.literal('section'), text: text(3000).optional(), fields: z.array(text(2000)).max(10).optional() }),
  z.object({
    type: z.literal('context'),
    elements: z.array(z.union([text(3000), z.looseObject({ type: z.literal('image') })])).max(10),
  }),
  z.object({ type: z.literal('divider') }),
  z.object({
    type: z.literal('actions'),
    elements: z
      .array(z.looseObject({ type: z.string(), text: text(75).optional(), url: z.string().max(3000).optional() }))
      .max(25),
  }),
  z.object({ type: z.enum(['image', 'rich_text', 'input', 'video', 'file', 'markdown']) }),
]);
export type Block = z.infer<typeof Block>;

const Attachment = z.looseObject({
  color: z.string().optional(),
  title: z.string().optional(),
  title_link: z.string().optional(),
  text: z.string().optional(),
  fallback: z.string().optional(),
  blocks: z.array(Block).max(50).optional(),
});
const Content = z.object({
  text: z.string().max(40_000).optional(),
  blocks: z.array(Block).max(50).optional(),
  attachments: z.array(Attachment).max(100).optional(),
});
type Content = z.infer<typeof Content>;

export type SlackMessage = Content & {
  readonly channel: string;
  readonly ts: string;
  readonly at: string;
  readonly editedAt: string | null;
  readonly threadTs: string | null;
};

export type Slack = Provider & {
  /** As the channels show them now: oldest first, edits in place. */
  readonly messages: () => readonly SlackMessage[];
};

const WEBHOOK = /^\/services\/[\w/-]+$/;
const CHANNEL_ID = /^[CDG][A-Z0-9]{8,}$/;
const no = (error: string) => refused(200, { ok: false, error });

/** Slack's Web API (`chat.postMessage`, `chat.update`) and incoming webhooks; as in Slack, errors of the Web API come with status 200. */
export function makeSlack(): Slack {
  const names = new Map<string, string>();
  let messages: SlackMessage[] = [];

  /** A message's id is its time, and unique. */
  function post(content: Content, channel: string, at: string, threadTs: string | null): SlackMessage {
    const last = Number(messages.at(-1)?.ts.replace('.', '') ?? 0);
    const micros = String(Math.max(Date.parse(at) * 1000, last + 1));
    const ts = `${micros.slice(0, -6)}.${micros.slice(-6)}`;
    const message: SlackMessage = { ...content, channel, ts, at, editedAt: null, threadTs };
    messages.push(message);
    return message;
  }

  function postMessage(body: Fields, content: Content, at: string) {
    const name = body.channel.replace(/^#/, '');
    const id = CHANNEL_ID.test(name) ? name : channelId(name);
    if (id !== name) names.set(id, name);
    const thread = body.thread_ts;
    if (thread && !messages.some(({ ts }) => ts === thread)) return no('thread_not_found');
    const { ts } = post(content, id, at, thread ?? null);
    return accepted(200, { ok: true, channel: id, ts });
  }

  function update(body: Fields, content: Content, at: string) {
    if (!CHANNEL_ID.test(body.channel)) return no('channel_not_found');
    const known = messages.some(({ ts, channel }) => ts === body.ts && channel === body.channel);
    if (!known || !body.ts) return no('message_not_found');
    messages = messages.map((message) => (message.ts === body.ts ? { ...message, ...content, editedAt: at } : message));
    return accepted(200, { ok: true, channel: body.channel, ts: body.ts });
  }

  return {
    name: 'slack',
    messages: () => messages.map((message) => ({ ...message, channel: names.get(message.channel) ?? message.channel })),
    answer: ({ path, headers, body, at }) => {
      const content = Content.safeParse(body);
      if (WEBHOOK.test(path ?? '')) {
        if (!content.success) return refused(400, 'invalid_blocks');
        if (isEmpty(content.data)) return refused(400, 'no_text');
        post(content.data, 'incoming-webhook', at, null);
        return accepted(200, 'ok');
      }
      const method = path?.split('/').at(-1);
      if (method !== 'chat.postMessage' && method !== 'chat.update') return no('unknown_method');
      if (!headers.authorization?.startsWith('Bearer ')) return no('not_authed');
      const fields = Fields.safeParse(body);
      if (!fields.success) return no('channel_not_found');
      if (!content.success) return refused(200, invalidBlocks(content.error));
      if (isEmpty(content.data)) return no('no_text');
      return method === 'chat.update'
        ? update(fields.data, content.data, at)
        : postMessage(fields.data, content.data, at);
    },
  };
}

const Fields = z.object({ channel: z.string().min(1), ts: z.string().optional(), thread_ts: z.string().optional() });
type Fields = z.infer<typeof Fields>;

const isEmpty = ({ text, blocks, attachments }: Content) => !text && !blocks?.length && !attachments?.length;

const invalidBlocks = (error: z.ZodError): Json => ({
  ok: false,
  error: 'invalid_blocks',
  response_metadata: {
    messages: error.issues.map(({ path, message }) => `${message} [json-pointer:/${path.join('/')}]`),
  },
});

/** Slack gives channels ids; edits must use them. */
const channelId = (name: string) => `C${createHash('sha256').update(name).digest('hex').slice(0, 10).toUpperCase()}`;

import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { isLocalHost, listen, sendJson, stopServer } from '../process/http';
import { LOOPBACK } from '../process/ports';
import { announcement, type Inbox, page, type SectionName, section } from './page';
import { Email } from './views/email';

/** Scripts, styles, forms and frames from here only, so a message that got through unescaped could still do nothing. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/** A mail is a document of strangers: its own styles may colour it, nothing may run, load or leave. */
const MAIL_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'";

const ASSETS: Readonly<Record<string, string>> = {
  '/base.css': 'text/css; charset=utf-8',
  '/receivers.css': 'text/css; charset=utf-8',
  '/inbox.js': 'text/javascript; charset=utf-8',
  '/icon.svg': 'image/svg+xml',
};
/** Changes within this time go out as one: a person sees no difference, a burst of thousands stays cheap. */
const GATHER_MS = 40;
const KEEP_ALIVE_MS = 15_000;

export type InboxServer = {
  readonly url: string;
  readonly port: number;
  /** Tells open pages that these sections look different now. */
  readonly changed: (name: SectionName) => void;
  readonly stop: () => Promise<void>;
};

/** Serves the page that shows what everyone received, live. */
export async function startInbox(inbox: Inbox, port: number): Promise<InboxServer> {
  const open = new Set<ServerResponse>();
  const dirty = new Set<SectionName>();
  let gathering: NodeJS.Timeout | null = null;

  const changed = (name: SectionName) => {
    dirty.add(name);
    gathering ??= setTimeout(() => {
      gathering = null;
      for (const section of dirty) for (const page of open) page.write(update(section, inbox));
      dirty.clear();
    }, GATHER_MS);
  };
  inbox.receivers.onChange(changed);
  inbox.timeline.onEntry(() => changed('timeline'));

  function subscribe(request: IncomingMessage, response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write('retry: 1000\n\n');
    open.add(response);
    const beat = setInterval(() => response.write(': still here\n\n'), KEEP_ALIVE_MS);
    request.once('close', () => {
      clearInterval(beat);
      open.delete(response);
    });
    // What changed between the page and this subscription, or while the connection was lost.
    for (const name of SECTIONS) response.write(update(name, inbox, 'quietly'));
  }

  async function act(response: ServerResponse, name: 'break' | 'heal'): Promise<void> {
    const actions = inbox.actions();
    if (!actions) return sendJson(response, 503, 'Not ready yet: the deployment is still on its way.');
    await actions[name]();
    response.writeHead(303, { location: '/' }).end();
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url?.split('?')[0] ?? '/';
    response.setHeader('content-security-policy', POLICY);
    response.setHeader('x-content-type-options', 'nosniff');
    // With none at all, a browser would not say either that our own buttons are ours.
    response.setHeader('referrer-policy', 'same-origin');
    if (!isLocalHost(request)) return sendJson(response, 403, 'Only for this machine.');
    if (request.method === 'POST' && (path === '/break' || path === '/heal'))
      return act(response, path === '/break' ? 'break' : 'heal');
    if (request.method !== 'GET') return sendJson(response, 405, 'GET only.');
    if (path === '/') return sendPage(response, page(inbox).toString());
    if (path === '/events') return subscribe(request, response);
    if (path.startsWith('/email/')) return sendMail(response, inbox, Number(path.slice('/email/'.length)));
    const type = ASSETS[path];
    if (!type) return sendJson(response, 404, 'Not here.');
    response.setHeader('content-type', type);
    response.end(await readFile(join(import.meta.dirname, 'assets', path)));
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: Error) => {
      if (!response.headersSent) sendJson(response, 500, error.message);
    });
  });
  const bound = await listen(server, port);
  return {
    url: `http://${LOOPBACK}:${bound}`,
    port: bound,
    changed,
    stop: () => {
      if (gathering) clearTimeout(gathering);
      return stopServer(server);
    },
  };
}

const SECTIONS: readonly SectionName[] = ['controls', 'timeline', 'sms', 'slack', 'pagerduty', 'email', 'webhook'];

function update(name: SectionName, inbox: Inbox, how?: 'quietly'): string {
  const data = {
    section: name,
    html: section(name, inbox).toString(),
    say: how === 'quietly' ? '' : announcement(name, inbox),
  };
  return `data: ${JSON.stringify(data)}\n\n`;
}

function sendPage(response: ServerResponse, text: string): void {
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.setHeader('cache-control', 'no-store');
  response.end(text);
}

function sendMail(response: ServerResponse, inbox: Inbox, index: number): void {
  const mail = Email.safeParse(inbox.receivers.all.email.received()[index]?.body);
  if (mail.success) {
    response.setHeader('content-security-policy', MAIL_POLICY);
    sendPage(response, mail.data.html);
  } else sendJson(response, 404, 'No such e-mail.');
}

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { bootstrap, type Cdk, deploy, stateOfSources, synthesise } from './aws/deploy';
import { type Emulator, isReady, startEmulator } from './aws/emulator';
import { REGION } from './aws/environment';
import { functionsReady } from './aws/functions';
import { watchOutboxes } from './aws/outbox';
import { prepare } from './aws/prepare';
import { type Deployment, keepSnapshot } from './aws/snapshot';
import { type LocalConfiguration, localFolder } from './config/folder';
import type { Actions } from './inbox/page';
import { startInbox } from './inbox/server';
import type { LocalFile } from './local-file';
import type { Child } from './process/child';
import { makeEndings, settled } from './process/endings';
import { RECEIVERS } from './receivers/received';
import { type ReceiverPorts, type Receivers, startReceivers } from './receivers/receivers';
import { type CloudWatch, cloudWatch, type DemoAlarm } from './scenario/alarm';
import { keepLooking, lookAt, makeStory, type Story, tellReceived } from './scenario/story';
import type { Timeline } from './scenario/timeline';

export type RunOptions = {
  readonly root: string;
  /** Folder for everything of this run. */
  readonly home: string;
  readonly venv: string;
  /** The team's configuration folder. */
  readonly configuration: string;
  readonly ports: ReceiverPorts & { readonly aws: number; readonly inbox: number };
  /** An embedded AWS that already runs; null starts one. */
  readonly endpoint: string | null;
  readonly timeline: Timeline;
  /** Called when the embedded AWS ends although nobody asked it to. */
  readonly onCrash: () => void;
};

export type Running = {
  readonly local: LocalFile;
  readonly receivers: Receivers;
  /** Null where no alarm of the configuration can be moved by a metric. */
  readonly story: Story | null;
};

export type Run = {
  /** @throws whatever went wrong; the caller then stops the run. */
  readonly start: () => Promise<Running>;
  /** Ends all of it within seconds, wherever `start` is just then. */
  readonly stop: () => Promise<void>;
};

/** The whole system on this machine: embedded AWS, deployment, receivers and inbox. */
export function makeRun(options: RunOptions): Run {
  const { root, home, venv, timeline, ports } = options;
  const children = new Set<Child>();
  const endings = makeEndings();
  const { signal } = endings;

  const track = (child: Child) => {
    children.add(child);
    void child.exited.finally(() => children.delete(child));
    if (signal.aborted) void child.stop('now');
  };
  const cdk: Cdk = { root, home, track };

  /** Ends with the run, or earlier when it has to start anew. */
  let emulator: Emulator | null = null;

  async function startOwn(port: number): Promise<Emulator> {
    const since = Date.now();
    const started = await startEmulator({ home, venv, nodeModules: join(root, 'node_modules'), port, track, signal });
    emulator = started;
    await endings.add(started.stop);
    void started.exited.then(() => {
      if (emulator === started && !signal.aborted) options.onCrash();
    });
    timeline.add('step', `embedded AWS on ${started.endpoint}${instead(port, started.port)} (${took(since)})`);
    return started;
  }

  /** Deploys to an embedded AWS of our own and starts it from what it then is: no run leaves traces for the next. */
  async function deployOwn(folder: LocalConfiguration, state: string): Promise<OnAws> {
    const { endpoint, port, restored, save } = await startOwn(ports.aws);
    await prepare(endpoint, folder);
    if (restored?.state === state) {
      timeline.add('step', 'nothing changed since the last deployment');
      return { endpoint, ...restored.deployment };
    }
    const deployment = await deployTo(endpoint, folder, state, restored !== null);
    emulator = null;
    await save();
    keepSnapshot(home, { state, port, deployment });
    return { endpoint: (await startOwn(port)).endpoint, ...deployment };
  }

  async function deployToGiven(endpoint: string, folder: LocalConfiguration, state: string): Promise<OnAws> {
    if (!(await isReady(endpoint)))
      throw new Error(
        `AWS_ENDPOINT_URL is ${endpoint}, but no embedded AWS (MiniStack) answers there. Unset it to have one started.`,
      );
    timeline.add('step', `using the embedded AWS on ${endpoint}`);
    await prepare(endpoint, folder);
    return { endpoint, ...(await deployTo(endpoint, folder, state, false)) };
  }

  async function deployTo(
    endpoint: string,
    { folder }: LocalConfiguration,
    state: string,
    again: boolean,
  ): Promise<Deployment> {
    const since = Date.now();
    timeline.add('step', again ? 'synthesising what changed …' : 'bootstrapping and synthesising …');
    const [notes] = await Promise.all([synthesise(cdk, folder, state), again ? null : bootstrap(cdk, endpoint)]);
    for (const note of notes) timeline.add('step', note);
    timeline.add('step', 'deploying …');
    const deployment = await deploy(cdk, endpoint);
    await functionsReady(endpoint);
    timeline.add('step', `deployed (${took(since)})`);
    return deployment;
  }

  async function start(): Promise<Running> {
    mkdirSync(home, { recursive: true });
    const receivers = await startReceivers(ports);
    await endings.add(receivers.stop);
    tellReceived(receivers, timeline);
    let actions: Actions | null = null;
    const inbox = await startInbox({ receivers, timeline, actions: () => actions }, ports.inbox);
    await endings.add(inbox.stop);
    timeline.add('step', `the inbox, where everything arrives: ${inbox.url}${instead(ports.inbox, inbox.port)}`);

    const { pagerduty, slack, webhook } = receivers.all;
    const addresses = { pagerduty: pagerduty.url, slack: slack.url, webhook: webhook.url };
    const folder = localFolder(options.configuration, join(home, 'config'), addresses);
    const state = stateOfSources(root, folder.folder);

    const given = options.endpoint;
    const aws = await (given ? deployToGiven(given, folder, state) : deployOwn(folder, state));
    const { topics } = aws;
    // Where AWS has a host name for each API, the embedded one has a path.
    const base = `${aws.endpoint}/_aws/execute-api/${aws.intakeApi}/$default`;

    const outbox = await watchOutboxes(aws.endpoint, { sms: receivers.all.sms.add, email: receivers.all.email.add });
    const watch = cloudWatch(aws.endpoint);
    await endings.add(() => {
      outbox.stop();
      watch.close();
    });
    const alarm = await watch.findAlarm(topics.critical);
    const story = alarm && tell(watch, alarm, receivers);
    if (story) actions = { break: story.break, heal: story.heal };
    inbox.changed('controls');

    const local: LocalFile = {
      aws: aws.endpoint,
      region: REGION,
      events: base,
      alertmanager: `${base}/alertmanager/webhook/${folder.intake.bearer}`,
      status: null,
      receivers: Object.fromEntries(RECEIVERS.map((name) => [name, receivers.all[name].url])) as LocalFile['receivers'],
      inbox: inbox.url,
      topics,
      intake: {
        routing_key: folder.intake.routingKey,
        bearer: folder.intake.bearer,
        alerts: `${base}/api/v2/alerts`,
        heartbeats: Object.fromEntries(
          Object.entries(folder.intake.heartbeats).map(([name, path]) => [name, `${base}${path}`]),
        ),
      },
      pid: process.pid,
    };
    return { local, receivers, story };
  }

  function tell(watch: CloudWatch, alarm: DemoAlarm, receivers: Receivers): Story {
    const look = lookAt({ watch, alarm, timeline });
    void keepLooking(look, signal);
    return makeStory({ watch, alarm, look, receivers, timeline, stopping: signal });
  }

  let starting: Promise<Running> | null = null;
  let stopped: Promise<void> | null = null;
  async function end(): Promise<void> {
    const over = endings.end();
    await Promise.all([...children].map((child) => child.stop('now')));
    await over;
    // What was on its way notices that nothing answers any more.
    if (starting) await settled(starting, SETTLES_WITHIN_MS);
  }
  return {
    start: () => {
      starting = start();
      return starting;
    },
    stop: () => (stopped ??= end()),
  };
}

const SETTLES_WITHIN_MS = 5_000;

type OnAws = Deployment & { readonly endpoint: string };

/** Why it is another port than usual. */
const instead = (preferred: number, port: number) =>
  preferred === 0 || preferred === port ? '' : `, for port ${preferred} is taken`;

const took = (since: number) => `${((Date.now() - since) / 1000).toFixed(1)} s`;

import { paginateGetParametersByPath, SSMClient } from '@aws-sdk/client-ssm';
import * as z from 'zod';
import { SYSTEMS_PATH, type System } from '../../../core/deployed/system';
import { Problem } from '../io';
import type { Target } from '../send/target';
import { clientSettings, problemOf } from './aws';

const Queue = z.object({ url: z.string(), deadLetters: z.string() });
const Shape: z.ZodType<System> = z.object({
  name: z.string(),
  table: z.string(),
  queues: z.object({ ingest: Queue, wake: Queue, deliver: Queue }),
});

/** What a parameter says. @throws {Problem} when it is none of ours */
export function readSystem(name: string, text: string): System {
  try {
    return Shape.parse(JSON.parse(text));
  } catch {
    throw new Problem(`the parameter ${name} cannot be read: deploy again, with the version that you run`);
  }
}

/** The one that is meant. @throws {Problem} when there is none, or more than one and no name */
export function chooseSystem(systems: readonly System[], name: string | undefined): System {
  const names = systems.map((system) => system.name).join(', ');
  if (name !== undefined) {
    const named = systems.find((system) => system.name === name);
    if (named) return named;
    throw new Problem(`there is no system "${name}" in this account and region${names && `: there is ${names}`}`);
  }
  const [only, ...others] = systems;
  if (!only) throw new Problem('Tocsin is not deployed in this account and region: deploy it first');
  if (others.length > 0) throw new Problem(`Tocsin is deployed more than once: say --name with one of ${names}`);
  return only;
}

/** Where everything of the system is that a command is meant for. */
export async function systemAt(target: Target, name: string | undefined): Promise<System> {
  const client = new SSMClient(clientSettings(target));
  try {
    const found: System[] = [];
    for await (const { Parameters = [] } of paginateGetParametersByPath({ client }, { Path: SYSTEMS_PATH })) {
      for (const { Name = '', Value = '' } of Parameters) found.push(readSystem(Name, Value));
    }
    return chooseSystem(found, name);
  } catch (error) {
    throw problemOf(error, target, 'Parameter Store');
  } finally {
    client.destroy();
  }
}

/** Below this path of Parameter Store each system of an account says where it is; none of it is secret. */
export const SYSTEMS_PATH = '/tocsin-systems';

export const SYSTEM_QUEUES = ['ingest', 'wake', 'deliver'] as const;
export type SystemQueue = (typeof SYSTEM_QUEUES)[number];

/** Where the parts of a deployed system are, for those who operate it. */
export type System = {
  readonly name: string;
  readonly table: string;
  /** Addresses. */
  readonly queues: Readonly<Record<SystemQueue, { readonly url: string; readonly deadLetters: string }>>;
};

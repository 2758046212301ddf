/** Something measured against what was promised. A goal that is missed is told; it is no error. */
export type Goal = {
  readonly what: string;
  readonly measured: number;
  readonly atMost: number;
  readonly met: boolean;
};

export const goal = (what: string, measured: number, atMost: number): Goal => ({
  what,
  measured,
  atMost,
  met: measured <= atMost,
});

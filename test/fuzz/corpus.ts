/** What once went wrong, or nearly, by what reads it. A find of the fuzzer is added here, with what was wrong. */
export const CORPUS: {
  readonly [what in 'matcher' | 'duration' | 'configuration' | 'scenario' | 'message']: readonly (readonly [
    why: string,
    text: string,
  ])[];
} = {
  matcher: [
    ['an expression that backtracks for ever elsewhere', `a=~"(a+)+$"`],
    ['half a character', 'a="\ud800"'],
    ['an escape that ends too early', 'a="\\'],
    ['a name of the prototype', '__proto__="a"'],
    ['an expression that is none', 'a=~"("'],
    ['a repetition that is too large', 'a=~"x{100000}"'],
  ],
  duration: [
    ['more than a number holds', '9'.repeat(400)],
    ['units twice', '1m1m'],
    ['a sign', '-1h'],
    ['digits of another script', '１h'],
  ],
  configuration: [
    ['an alias of itself', 'route: &a\n  receiver: x\n  routes: [*a]\nreceivers: [{name: x}]\n'],
    ['a billion laughs', `a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nroute: *c\n`],
    ['a key twice', 'route: {receiver: x}\nroute: {receiver: y}\nreceivers: [{name: x}]\n'],
    ['a key that is a mapping', '? {a: b}\n: c\n'],
    ['a key of the prototype', '__proto__: {receiver: x}\nroute: {receiver: x}\nreceivers: [{name: x}]\n'],
    ['two documents', '---\nroute: {}\n---\nroute: {}\n'],
    ['a tag that nobody knows', 'route: !!js/function x\n'],
    ['nothing', ''],
    ['not text', '\u0000\u0001'],
  ],
  scenario: [
    ['an instant that no year has', 'start: 2026-02-30T00:00:00Z\nevents: []\n'],
    ['an event that is none', 'events: [1]\n'],
    ['a time that overflows', `events: [{ at: ${'9'.repeat(30)}h, raw: x }]\n`],
  ],
  message: [
    ['a name of the prototype', '{"__proto__":{"AlarmName":"x"}}'],
    ['nesting', '['.repeat(10_000)],
    ['half a character', '{"AlarmName":"\\ud800","NewStateValue":"ALARM"}'],
  ],
};

/** Where everything listens by preference; where one is taken, the next free one is used and said. */
export const PORTS = { aws: 4566, inbox: 4600, sms: 4601, slack: 4602, pagerduty: 4603, email: 4604, webhook: 4605 };

// The English of a plan as a contract: the sentences that plan-contract puts together.

export const contractEn = {
  daily: 'Every day at {{time}} ({{zone}} time), buy {{base}} for {{amount}}.',
  weekly: 'Every {{weekday}} at {{time}} ({{zone}} time), buy {{base}} for {{amount}}.',
  monthly: 'On day {{day}} of every month at {{time}} ({{zone}} time), buy {{base}} for {{amount}}.',
  monthly_clamped: 'In a month without a day {{day}}, buy on its last day.',
  starts_on: 'The first buy is on or after {{date}}.',
  budget: 'It stops when it has spent {{amount}}, or when you stop it.',
  no_budget: 'It has no total limit: it goes on until you stop it.',
  missed_skip: 'A buy that is missed is left out and listed with its reason.',
  missed_buy_once:
    'After an interruption it buys once, if the newest missed buy is less than 6 hours late; the others are left out.',
  market_price:
    'It buys at the market price of that moment; the exchange’s fee comes out of the {{base}} bought.',
  guards:
    'It does not buy when the money does not suffice or when prices look wrong, and says so in the activity list.',
  never: 'It never sells, and it can never withdraw.',
} as const;

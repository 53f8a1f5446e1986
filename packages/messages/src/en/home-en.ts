// The English of the home page: the assurance, the next step, and the ways to the whole lists.

export const homeEn = {
  assurance: 'Mandato never has access to the funds: it cannot withdraw, transfer or change the account.',
  evidence: 'See the evidence',
  next_step: 'Next step',
  no_balance: 'No money at this exchange yet. Add some there and it shows here.',
  all_plans: 'All plans',
  all_activity: 'All activity',
} as const;

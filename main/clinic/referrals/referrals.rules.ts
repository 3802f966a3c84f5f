/** The words of a referral (FHIR R4 ServiceRequest). */

/** FHIR R4 request-priority, the calmest first. */
export const referralPriorities = ['routine', 'urgent', 'asap', 'stat'] as const

/** Procedures about medical cards. */
import { procedure, router } from '../../ipc/procedure.ts'
import {
  cardOfPatientInput,
  cardStepInput,
  returnCardInput,
  saveCardInput,
} from './medical-card.input.ts'
import {
  approveCard,
  createCard,
  listWaitingCards,
  readCardOf,
  returnCard,
  saveCard,
  submitCard,
} from './medical-card.service.ts'

export const cardsRouter = router({
  ofPatient: procedure('cards.read')
    .input(cardOfPatientInput)
    .query(({ ctx, input }) => readCardOf(ctx.desk, input.patientId)),
  waiting: procedure('cards.read').query(({ ctx }) => listWaitingCards(ctx.desk)),
  create: procedure('cards.write')
    .input(cardOfPatientInput)
    .mutation(({ ctx, input }) => createCard(ctx.desk, input.patientId)),
  save: procedure('cards.write')
    .input(saveCardInput)
    .mutation(({ ctx, input }) => saveCard(ctx.desk, input)),
  submit: procedure('cards.write')
    .input(cardStepInput)
    .mutation(({ ctx, input }) => submitCard(ctx.desk, input)),
  approve: procedure('cards.decide')
    .input(cardStepInput)
    .mutation(({ ctx, input }) => approveCard(ctx.desk, input)),
  return: procedure('cards.decide')
    .input(returnCardInput)
    .mutation(({ ctx, input }) => returnCard(ctx.desk, input)),
})

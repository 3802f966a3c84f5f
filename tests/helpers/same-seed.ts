/** Property tests try the same cases on every machine; POLYCLINIC_SEED tries others. */
import fc from 'fast-check'

const seed = Number(process.env['POLYCLINIC_SEED'] ?? 20_261_121)

fc.configureGlobal({ seed })

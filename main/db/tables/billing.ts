/** Money: bills, receipts, payments and refunds. */

export interface InvoiceRow {
  id: string
  number: string
  patientId: string
  appointmentId: string | null
  currency: string
  totalMinor: number
  issuedAt: string
  issuedBy: string
  version: number
  createdAt: string
  updatedAt: string
}

export interface InvoiceLineRow {
  id: string
  invoiceId: string
  position: number
  serviceId: string | null
  code: string
  description: string
  quantity: number
  unitPriceMinor: number
  totalMinor: number
  version: number
  createdAt: string
  updatedAt: string
}

export interface ReceiptRow {
  id: string
  number: string
  invoiceId: string
  totalMinor: number
  issuedAt: string
  issuedBy: string
  version: number
  createdAt: string
  updatedAt: string
}

export interface PaymentRow {
  id: string
  invoiceId: string
  receiptId: string
  method: 'cash' | 'terminal'
  amountMinor: number
  tenderedMinor: number | null
  changeMinor: number | null
  takenAt: string
  takenBy: string
  version: number
  createdAt: string
  updatedAt: string
}

export interface RefundRow {
  id: string
  number: string
  invoiceId: string
  paymentId: string
  method: 'cash' | 'terminal'
  amountMinor: number
  reason: string
  refundedAt: string
  refundedBy: string
  version: number
  createdAt: string
  updatedAt: string
}

export interface UnsettledInvoiceRow {
  invoiceId: string
}

export default function CashPage() {
  return null
}

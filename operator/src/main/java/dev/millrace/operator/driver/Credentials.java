package dev.millrace.operator.driver;

/**
 * What the operator shows to the driver of one job, and what it knows that driver by; PEM. The text form has no key in it.
 *
 * @param authority certificate of the job's authority
 */
public record Credentials(String certificate, String privateKey, String authority) {
    @Override
    public String toString() {
        return "Credentials[" + authority + "]";
    }
}

package dev.moorage.application.port.in.quota;

import java.io.IOException;
import java.util.List;

/** Reports what namespaces with quotas have: ADR 70. */
public interface ReportUsage {
    /**
     * Reads the last measurement, and what servers have added since.
     *
     * @return each quota, in the order of the configuration
     * @throws IOException storage failed
     */
    List<NamespaceUsage> usage() throws IOException;
}

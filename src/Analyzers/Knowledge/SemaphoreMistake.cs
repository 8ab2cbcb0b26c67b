using Microsoft.CodeAnalysis;

namespace AsyncStateAnalyzers.Knowledge;

/// <summary>In what way a semaphore does not fit its use.</summary>
internal enum SemaphoreMistakeKind
{
    /// <summary>Made without a maximum, where something may give it back once too often.</summary>
    NoMaximum,

    /// <summary>Admits several, and state is changed under it as if it admitted one.</summary>
    SeveralPermits,

    /// <summary>Made in the body that takes it, or by the property that shows it.</summary>
    PerCall,

    /// <summary>Each object has its own, and state of all objects is changed under it.</summary>
    OfOneObject,

    /// <summary>Taken, and given back by nobody.</summary>
    NeverGivenBack,

    /// <summary>Made without a permit, and only those who have got one give one back.</summary>
    NeverOpened,

    /// <summary>Made anew while others may hold or wait for the one before.</summary>
    Replaced,
}

/// <summary>A semaphore that does not do what it is there for.</summary>
/// <param name="Kind">In what way.</param>
/// <param name="Name">Its name.</param>
/// <param name="Place">Where it is made.</param>
/// <param name="Use">Where it is used, or what is changed under it.</param>
/// <param name="State">The state that is changed under it, or why it may be given back once too often; empty for none.</param>
internal sealed record SemaphoreMistake(SemaphoreMistakeKind Kind, string Name, SyntaxNode Place, SyntaxNode Use, string State);
